/// The platform on `java.nio` channels: works wherever Java does.
///
/// Channels are always non-blocking, of an explicit family, and registered with one of a few [Poller]s at their
/// first wait. Written for Linux, macOS and Windows; tested on Linux.
package dev.minato.platform.jdk;
