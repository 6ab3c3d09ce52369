import org.jspecify.annotations.NullMarked;

/// Network programming the way Rust's `std::net` does it: plain blocking calls, made for virtual threads.
///
/// The real platforms are not exported; `Platform` finds them.
@NullMarked
@SuppressWarnings("module") // those that `pace` is exported to are compiled later
module dev.minato {
    requires static org.jspecify;
    // One file reaches `sun.misc.Signal`, by reflection.
    requires jdk.unsupported;
    requires jdk.net;
    requires jdk.jfr;

    exports dev.minato.activation;
    exports dev.minato.address;
    exports dev.minato.client;
    exports dev.minato.codec;
    exports dev.minato.error;
    exports dev.minato.framed;
    exports dev.minato.io;
    exports dev.minato.metrics;
    exports dev.minato.net;
    exports dev.minato.platform;
    exports dev.minato.platform.pace to
            dev.minato.services,
            dev.minato.cli;
    exports dev.minato.platform.wait;
    exports dev.minato.proxy;
    exports dev.minato.server;
    exports dev.minato.task;
    exports dev.minato.tls;
}
