package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// What the JDK has no way to do.
final class Unsupported {
    private Unsupported() {}

    static NetException takeError() {
        return NetException.of(ErrorKind.UNSUPPORTED, "take error", "the JDK cannot ask for it");
    }

    static NetException sendFrom() {
        return NetException.of(ErrorKind.UNSUPPORTED, "send", "the JDK sends from the address that the system chooses");
    }

    static NetException unixPair() {
        return NetException.of(ErrorKind.UNSUPPORTED, "pair", "the JDK makes no pairs of Unix sockets");
    }

    static NetException unixDatagrams(String operation) {
        return NetException.of(ErrorKind.UNSUPPORTED, operation, "the JDK has no Unix datagram sockets");
    }
}
