package dev.minato.examples.platforms;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;

/// Uses what only some platforms can do, where it is there.
///
/// One may ask the platform before, or do it and see. Argument: where to listen for itself.
final class Able {
    private static final int THIS_NETWORK = 1;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:0");
                var stream = TcpStream.connect(listener.localAddress())) {
            IO.println("asked: " + ask(stream));
            IO.println("tried: " + attempt(stream));
        }
    }

    // @start region="able"
    static boolean ask(TcpStream stream) throws NetException {
        boolean able = Platform.current().capabilities().ttl();
        if (able) {
            stream.setTtl(THIS_NETWORK);
        }
        return able;
    }
    // @end

    static boolean attempt(TcpStream stream) throws NetException {
        try {
            stream.setTtl(THIS_NETWORK);
            return true;
        } catch (NetException e) {
            if (e.kind() != ErrorKind.UNSUPPORTED) {
                throw e;
            }
            return false;
        }
    }

    private Able() {}
}
