package dev.minato.net.connect;

import dev.minato.address.SocketAddr;
import dev.minato.net.option.Settings;
import java.util.Optional;

/// The caller's options as far as a connect needs them.
///
/// @param options what to set on a socket before it connects
/// @param local the address to connect from; empty to let the kernel choose
/// @param racing whether several addresses are raced (RFC 8305), or tried one after the other
public record ConnectSettings(Settings options, Optional<SocketAddr> local, boolean racing) {}
