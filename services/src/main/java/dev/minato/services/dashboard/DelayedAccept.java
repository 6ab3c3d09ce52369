package dev.minato.services.dashboard;

/// A time at which a listener could not accept.
///
/// @param at when, by the platform's clock
/// @param service whose listener
/// @param failure why
record DelayedAccept(long at, String service, String failure) {}
