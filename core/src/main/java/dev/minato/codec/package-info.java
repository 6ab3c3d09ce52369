/// Framing: where in a stream of bytes one message ends and the next begins.
///
/// A [dev.minato.codec.Codec] is a state machine over [java.nio.ByteBuffer]s that knows no socket, no clock and
/// no thread. It is fed by hand in a test, and by a framed stream in a program.
package dev.minato.codec;
