/// Chaos: sockets used, cloned, closed, reset and interrupted by many threads at once, while a watchdog looks
/// on.
package dev.minato.chaos;
