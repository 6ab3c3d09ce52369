import org.jspecify.annotations.NullMarked;

/// Ready services on Minato: echo, line, count, kv, hello, time and reverse, and the server that runs them.
@NullMarked
module dev.minato.services {
    requires static transitive org.jspecify;
    requires transitive dev.minato;

    exports dev.minato.services;
    exports dev.minato.services.dashboard;
    exports dev.minato.services.exposition;
    exports dev.minato.services.metrics;
}
