package dev.minato.bench;

import java.util.Locale;

/// The protocol between server and load.
enum Protocol {
    TCP,
    UDP,
    TLS;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
