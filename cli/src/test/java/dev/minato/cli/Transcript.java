package dev.minato.cli;

import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a program says, collected while it runs.
final class Transcript {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int CHUNK = 64 * 1024;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean ended;

    static Transcript of(InputStream source) {
        var transcript = new Transcript();
        Thread.ofPlatform().daemon().start(() -> transcript.collect(source));
        return transcript;
    }

    private void collect(InputStream source) {
        var chunk = new byte[CHUNK];
        try {
            for (int count = source.read(chunk); count != -1; count = source.read(chunk)) {
                add(chunk, count);
            }
        } catch (IOException e) {
            // The program was killed, or a test closed its pipe.
        }
        end();
    }

    private synchronized void add(byte[] chunk, int count) {
        said.write(chunk, 0, count);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Waits for the first place that the pattern is found at, or fails with what was said.
    MatchResult await(String pattern) {
        var compiled = Pattern.compile(pattern, Pattern.MULTILINE);
        return compiled.matcher(await(text -> compiled.matcher(text).find(), pattern))
                .results()
                .findFirst()
                .orElseThrow();
    }

    /// Waits for a text that holds the condition, or fails with what was said.
    synchronized String await(Predicate<String> condition, String what) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.test(text())) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                return fail("no <%s>%s in:%n%s", what, ended ? "" : " in time", text());
            }
            waitFor(left);
        }
        return text();
    }

    private void waitFor(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// All bytes, once the program has closed its end.
    synchronized byte[] toEnd() {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return fail("no end in time of:%n%s", text());
            }
            waitFor(left);
        }
        return said.toByteArray();
    }

    String textToEnd() {
        return new String(toEnd(), StandardCharsets.UTF_8);
    }

    synchronized String text() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
