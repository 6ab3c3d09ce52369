/// Framing: where in a stream of bytes one message ends and the next begins.
///
/// A [dev.minato.codec.Codec] is a state machine over [java.nio.ByteBuffer]s that knows no socket, no clock and
/// no thread. It is fed by hand in a test, and by a framed stream in a program.
///
/// ```
///   LineCodec ──▶ ByteLineCodec, Utf8LineCodec ── LineScanner                  lines; as bytes, as text; the state
///                       └─ LineFormat, LineFault                   what ends a line; what cannot be written as one
///   LengthCodec ─────┬▶ PrefixedCodec ── FrameHeader ─┬─ LengthField, VarintField       a length in bytes
///   TextLengthCodec ─┘                                └─ TextLength                     a length in digits
///   DelimiterCodec ── Delimiters                                   the first of several in the stream
///   FixedLengthCodec, BytesCodec                                   frames of one length; no frames
///   Codec.map ──▶ MappedCodec ── MappedDecoder, MappedEncoder                        messages in another form
///   all but Utf8LineCodec ── FrameView                             one view of the reader's buffer, reused
/// ```
///
/// Another codec is built the same way: one public class of static factories, which is the codec itself
/// or makes a package-private one.
/// A [Decoder][dev.minato.codec.Decoder] of messages with a length in front leaves an incomplete one in its
/// input, and says with `maxBuffered` how long the longest is, length included. The address codecs of the
/// platforms are something else.
package dev.minato.codec;
