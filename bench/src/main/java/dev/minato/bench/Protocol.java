package dev.minato.bench;

import java.util.Locale;

/// The protocol between server and load.
enum Protocol {
    TCP("TCP echo"),
    UDP("UDP echo"),
    TLS("TLS echo"),

    /// TCP, through a proxy to an echo that is not measured.
    PROXY("TCP proxy");

    /// The head of its tables.
    final String title;

    Protocol(String title) {
        this.title = title;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
