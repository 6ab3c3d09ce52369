package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// The failures of what the JDK has no API for.
final class Unsupported {
    private Unsupported() {}

    static NetException takeError() {
        return NetException.of(ErrorKind.UNSUPPORTED, "take error", "the JDK has no SO_ERROR");
    }

    static NetException sendFrom() {
        return NetException.of(ErrorKind.UNSUPPORTED, "send", "the JDK cannot choose the source address of a datagram");
    }

    static NetException ecn() {
        return NetException.of(
                ErrorKind.UNSUPPORTED, "send", "the JDK marks all datagrams of a socket or none: with setEcn");
    }

    static NetException receiveError() {
        return NetException.of(ErrorKind.UNSUPPORTED, "receive error", "the JDK keeps no ICMP errors");
    }

    static NetException unixPair() {
        return NetException.of(ErrorKind.UNSUPPORTED, "pair", "the JDK makes no pairs of Unix sockets");
    }

    static NetException unixDatagrams(String operation) {
        return NetException.of(ErrorKind.UNSUPPORTED, operation, "the JDK has no Unix datagram sockets");
    }

    static NetException adopt(int fd) {
        return NetException.builder(ErrorKind.UNSUPPORTED, "adopt")
                .address("file descriptor " + fd)
                .detail("the JDK makes no sockets of file descriptors other than 0; the linux platform does")
                .build();
    }
}
