package dev.minato.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Standard input and output as bytes, unbuffered: what is written is out when the call returns, and a pipe
/// that nobody reads any more is a failure (`System.out` would hide it).
final class StandardStreams {
    private static final InputStream IN = new FileInputStream(FileDescriptor.in);
    private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private StandardStreams() {}

    /// Reads some bytes, waiting until there are any; -1 at the end.
    static int read(byte[] into) throws Failure {
        try {
            return IN.read(into);
        } catch (IOException e) {
            throw Failure.refused("standard input: " + e.getMessage());
        }
    }

    static void write(byte[] from, int offset, int length) throws Failure {
        try {
            OUT.write(from, offset, length);
        } catch (IOException e) {
            throw Failure.refused("standard output: " + e.getMessage());
        }
    }
}
