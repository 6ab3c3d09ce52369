package dev.minato.platform;

import java.net.SocketOption;

/// A socket option and the value that it is to have before the socket is bound.
///
/// @param <T> the type of the value
/// @param option which
/// @param value how
public record Setting<T>(SocketOption<T> option, T value) {}
