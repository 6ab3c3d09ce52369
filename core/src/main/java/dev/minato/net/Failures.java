package dev.minato.net;

import dev.minato.error.NetException;
import java.util.ArrayList;
import java.util.List;

/// What several addresses failed with: the last failure is thrown, and carries the others.
final class Failures {
    private final List<NetException> all = new ArrayList<>();

    void add(NetException failure) {
        all.add(failure);
    }

    /// The last one, with those before it suppressed in it.
    NetException last() {
        NetException last = all.getLast();
        all.subList(0, all.size() - 1).forEach(last::addSuppressed);
        return last;
    }
}
