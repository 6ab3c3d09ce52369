package dev.minato.net.connect;

import dev.minato.error.NetException;
import java.util.ArrayList;
import java.util.List;

/// The failures of several attempts: the last one is thrown, with the others suppressed in it.
final class ConnectFailures {
    private final List<NetException> all = new ArrayList<>();

    void add(NetException failure) {
        all.add(failure);
    }

    /// Returns the last one, with those before it suppressed in it.
    NetException last() {
        NetException last = all.getLast();
        all.subList(0, all.size() - 1).forEach(last::addSuppressed);
        return last;
    }
}
