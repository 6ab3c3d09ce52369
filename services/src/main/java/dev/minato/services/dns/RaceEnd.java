package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import java.time.Duration;
import java.util.List;

/// An answer in bytes, and how the servers raced for it.
record RaceEnd(WireAnswer answer, SocketAddr winner, Duration elapsed, List<ServerTime> servers) {}
