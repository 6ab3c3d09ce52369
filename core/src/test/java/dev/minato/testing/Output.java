package dev.minato.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// The output of a [Subprocess], collected by a thread of its own while the process runs.
final class Output {
    private final List<String> command;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private int taken;
    private boolean ended;

    private Output(List<String> command) {
        this.command = command;
    }

    static Output of(InputStream source, List<String> command) {
        var output = new Output(command);
        Thread.ofPlatform().daemon().name("reads " + command.getFirst()).start(() -> output.collect(source));
        return output;
    }

    private void collect(InputStream source) {
        var chunk = new byte[64 * 1024];
        try {
            for (int count = source.read(chunk); count != -1; count = source.read(chunk)) {
                add(chunk, count);
            }
        } catch (IOException e) {
            // Process.destroyForcibly closes the stream.
        } finally {
            end();
        }
    }

    private synchronized void add(byte[] chunk, int count) {
        collected.write(chunk, 0, count);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The next line, without its end.
    synchronized String line() {
        long deadline = System.nanoTime() + Subprocess.LIFETIME.toNanos();
        for (int from = taken; ; ) {
            byte[] bytes = collected.toByteArray();
            for (int at = from; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    String line = new String(bytes, taken, at - taken, UTF_8);
                    taken = at + 1;
                    return line;
                }
            }
            if (ended) {
                throw new AssertionError(command + " has ended; the last it said: " + new String(rest(), UTF_8));
            }
            from = bytes.length;
            awaitMore(deadline, "no line");
        }
    }

    /// The bytes that were not returned yet, once the stream has ended.
    synchronized byte[] rest() {
        long deadline = System.nanoTime() + 2 * Subprocess.LIFETIME.toNanos();
        while (!ended) {
            awaitMore(deadline, "no end of the output");
        }
        byte[] rest = Arrays.copyOfRange(collected.toByteArray(), taken, collected.size());
        taken = collected.size();
        return rest;
    }

    private void awaitMore(long deadline, String missing) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new AssertionError(
                    missing + " in time from " + command + ", which said: " + collected.toString(UTF_8));
        }
        try {
            wait(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }
}
