package dev.minato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// 32 clients that always have more to say to one service, and take all replies.
final class Pipeliners implements AutoCloseable {
    static final int CONNECTIONS = 32;

    private static final String LETTERS = "x".repeat(64);

    private final Process process;

    private Pipeliners(Process process) {
        this.process = process;
    }

    /// What they say.
    ///
    /// @param service to which service
    /// @param message again and again
    record Talk(String service, String message) {
        static final List<Talk> ALL = List.of(
                new Talk("echo", LETTERS),
                new Talk("line", "a\n"),
                new Talk("kv", "GET x\n"),
                new Talk("hello", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                new Talk("count", LETTERS));
    }

    /// What went both ways.
    ///
    /// @param sent megabytes a second that the server took
    /// @param received megabytes a second of replies
    record Traffic(double sent, double received) {
        private static final double MEGA = 1e6;

        /// From the line of JSON that they print.
        ///
        /// @throws IOException if the server has ended any of them
        static Traffic parse(String json) throws IOException {
            long ended = (long) Measurement.number(json, "ended");
            if (ended > 0) {
                throw new IOException("the server ended " + ended + " of the pipeliners");
            }
            double seconds = Measurement.number(json, "seconds");
            return new Traffic(
                    Measurement.number(json, "sent") / MEGA / seconds,
                    Measurement.number(json, "received") / MEGA / seconds);
        }
    }

    /// Starts them; all are connected when this returns, and they go on until [#end], for so long at most.
    static Pipeliners start(Tools tools, int port, Talk talk, double seconds) throws IOException, SkippedException {
        List<String> command = tools.nativeCommand(List.of(
                        "pipeliners",
                        "127.0.0.1",
                        Integer.toString(port),
                        Integer.toString(CONNECTIONS),
                        Double.toString(seconds),
                        talk.message))
                .orElseThrow(() -> new SkippedException("no C compiler"));
        Process process = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command)));
        Children.limit(process, seconds);
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        String line = errors.readLine();
        if (!"open".equals(line)) {
            Children.end(process);
            throw new IOException("the pipeliners did not start: " + line);
        }
        return new Pipeliners(process);
    }

    /// Ends them.
    Traffic end() throws IOException {
        process.getOutputStream().close();
        String result = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (result == null) {
            throw new IOException("the pipeliners said nothing");
        }
        return Traffic.parse(result);
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
