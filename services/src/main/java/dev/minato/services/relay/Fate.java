package dev.minato.services.relay;

/// What becomes of one datagram.
///
/// @param delay nanoseconds until it is sent on; 0 for at once
/// @param secondDelay nanoseconds until its duplicate is sent on
record Fate(boolean lost, boolean reordered, boolean duplicated, long delay, long secondDelay) {}
