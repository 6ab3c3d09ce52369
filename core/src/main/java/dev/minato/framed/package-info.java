/// Streams of messages: [Framed] puts a codec on a stream of bytes.
package dev.minato.framed;
