package dev.minato.bench;

import java.util.Locale;

/// What server and load speak.
enum Protocol {
    TCP,
    UDP;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
