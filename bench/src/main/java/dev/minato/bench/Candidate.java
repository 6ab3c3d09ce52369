package dev.minato.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A server that can be measured.
///
/// @param name what `--only` matches, and what the tables say
/// @param protocol what it echoes
/// @param turn in which rounds it takes part by default
/// @param kind what runs it
/// @param arguments the class, binary or script, and what it is given
record Candidate(String name, Protocol protocol, Turn turn, Kind kind, List<String> arguments) {
    /// In which rounds a candidate takes part.
    enum Turn {
        EVERY("every round"),
        FIRST("first round"),
        ASKED("only if named by --only");

        final String meaning;

        Turn(String meaning) {
            this.meaning = meaning;
        }
    }

    /// What runs a server.
    enum Kind {
        NATIVE,
        RUST,
        TOKIO,
        JAVA,
        NODE,
        TLS_PROXY,
        SCRIPT;

        /// Whether it compiles while it runs.
        boolean warmsUp() {
            return this == JAVA || this == NODE;
        }
    }

    /// What ends the name of a server over TLS whose certificate has a key of RSA.
    static final String RSA = "-rsa";

    /// Whether this one is compared with `other`: the limit, in C.
    boolean isComparedWith(Candidate other) {
        return protocol == other.protocol && other.name.equals(reference());
    }

    private String reference() {
        return switch (protocol) {
            case TCP -> "c-epoll";
            case PROXY -> "c-splice";
            case UDP -> "c-recvfrom";
            case TLS -> name.endsWith(RSA) ? "c-openssl" + RSA : "c-openssl";
        };
    }

    /// The same with more arguments.
    Candidate with(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Candidate(name, protocol, turn, kind, all);
    }

    /// The command that starts it here, with more flags for a JVM; empty if the tool for it is missing.
    Optional<List<String>> command(Tools tools, List<String> jvmFlags) {
        return switch (kind) {
            case NATIVE -> tools.nativeCommand(arguments);
            case RUST -> tools.rustCommand(arguments);
            case TOKIO -> tools.tokioCommand(arguments);
            case TLS_PROXY -> tools.proxyCommand(arguments);
            case SCRIPT -> tools.scriptCommand(arguments);
            case NODE -> tools.nodeCommand(arguments);
            case JAVA -> Optional.of(tools.javaCommand(jvmFlags, arguments));
        };
    }
}
