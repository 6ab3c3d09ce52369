/// What the tests of sockets share: callers on both kinds of threads, waiting for an event, peers.
package dev.minato.testing;
