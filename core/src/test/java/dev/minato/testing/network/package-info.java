/// Two hosts that are joined by a network which loses, delays and reorders packets: two network namespaces, a
/// device in each whose other side is this process, and a JVM in each that does what it is told.
///
/// Needs Linux and root. Nothing outlives the process that made it: a namespace ends with the process that
/// holds it open, a device with its descriptor.
package dev.minato.testing.network;
