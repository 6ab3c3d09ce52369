/// Values of socket options, checked and rounded before a socket gets them. Not exported.
///
/// ```
///   Settings    the options of a socket that is still to be opened; TcpOptions and UdpSocketOptions gather them
///   Bounds      int values: IllegalArgumentException outside of their bounds
///   Durations   durations in whole seconds or milliseconds, rounded up
/// ```
///
/// An option's name is a `PlatformOptions` constant, `TcpOptions` is what a user sees, and the calls are in
/// `OptionCalls` of each platform.
package dev.minato.net.option;
