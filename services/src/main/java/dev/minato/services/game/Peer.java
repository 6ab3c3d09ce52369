package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import java.util.Optional;

/// The address of a client, and that of this machine which he knows, from which he is to be answered; empty where the
/// kernel chooses.
record Peer(SocketAddr address, Optional<SocketAddr> local) {}
