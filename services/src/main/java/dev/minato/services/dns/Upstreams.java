package dev.minato.services.dns;

import dev.minato.error.NetException;
import java.util.ArrayList;
import java.util.List;

/// All servers of a resolver.
final class Upstreams implements AutoCloseable {
    private final List<Upstream> all;

    Upstreams(ResolverSettings settings) {
        var upstreams = new ArrayList<Upstream>();
        settings.servers().forEach(server -> upstreams.add(new Upstream(server, settings)));
        all = List.copyOf(upstreams);
    }

    /// Asks all servers at once and returns the first good answer; if there is none, the first of the others.
    ///
    /// Fails if there is no answer at all, with the kind that the servers' failures have, `TIMED_OUT` where
    /// one of them was silent.
    RaceEnd race(WireQuestion question) throws NetException {
        return new UpstreamRace(all, question).run();
    }

    long strays() {
        return all.stream().mapToLong(Upstream::strays).sum();
    }

    long overTcp() {
        return all.stream().mapToLong(Upstream::overTcp).sum();
    }

    @Override
    public void close() {
        all.forEach(Upstream::close);
    }
}
