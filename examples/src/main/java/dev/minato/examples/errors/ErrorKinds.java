package dev.minato.examples.errors;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;

/// Two failures that everybody meets on the first day, told apart by their kind: the port is taken, and nobody
/// listens there.
///
/// Every failure is a [NetException] with an [ErrorKind], the same on every system. A program decides by the
/// kind; the message is for people, and says the operation and the address too. No code needs to look into it.
///
/// Try it: alone, the program says that it could listen, and that nobody is there to connect to. With `nc`
/// listening at the same address it is the other way round:
///
/// ```
/// $ nc -k -l 127.0.0.1 7878
/// $ examples/run ErrorKinds 127.0.0.1:7878
/// listen: 127.0.0.1:7878 is taken; does the server run already?
/// connect: somebody listens at 127.0.0.1:7878
/// ```
final class ErrorKinds {
    static void main(String[] args) throws NetException {
        String address = args.length > 0 ? args[0] : "127.0.0.1:7878";
        IO.println("listen: " + listen(address));
        IO.println("connect: " + connect(address));
    }

    static String listen(String address) throws NetException {
        // @start region="in-use"
        try (var listener = TcpListener.bind(address)) {
            return "could listen at " + listener.localAddress();
        } catch (NetException e) {
            return switch (e.kind()) {
                case ADDRESS_IN_USE -> address + " is taken; does the server run already?";
                case ADDRESS_NOT_AVAILABLE -> address + " is not an address of this machine";
                case PERMISSION_DENIED -> address + " is for the administrator; take a port from 1024 on";
                default -> throw e;
            };
        }
        // @end
    }

    static String connect(String address) throws NetException {
        // @start region="refused"
        try (var stream = TcpStream.connect(address)) {
            return "somebody listens at " + stream.peerAddress();
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CONNECTION_REFUSED) {
                return "nobody listens at " + address + "; start the server first";
            }
            throw e;
        }
        // @end
    }

    private ErrorKinds() {}
}
