package dev.minato.services;

import dev.minato.address.SocketAddr;

/// Where a service is being served.
///
/// @param service its name
/// @param protocol over what
/// @param address what it is bound to, with the real port
public record Listening(String service, Protocol protocol, SocketAddr address) {}
