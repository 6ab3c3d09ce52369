package dev.minato.services.dashboard;

/// A request that took long.
///
/// @param at when it was done, by the platform's clock
/// @param nanos how long it took
/// @param connection the connection's number
/// @param service what it was asked of
/// @param peer who asked
record SlowRequest(long at, long nanos, long connection, String service, String peer) {}
