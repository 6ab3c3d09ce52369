import org.jspecify.annotations.NullMarked;

/// Ready services on Minato: echo, line, count, kv, hello, time, reverse, chat, metrics-in, game and dns, and
/// the server that runs them.
@NullMarked
@SuppressWarnings("module") // what `json` is exported to is compiled later
module dev.minato.services {
    requires static transitive org.jspecify;
    requires transitive dev.minato;
    requires org.dnsjava;

    exports dev.minato.services;
    exports dev.minato.services.dashboard;
    exports dev.minato.services.dns;
    exports dev.minato.services.exposition;
    exports dev.minato.services.game;
    exports dev.minato.services.json to
            dev.minato.cli;
    exports dev.minato.services.metrics;
    exports dev.minato.services.relay;
}
