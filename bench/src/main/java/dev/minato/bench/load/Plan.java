package dev.minato.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/// The arguments of a load: `HOST PORT CLIENTS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS`.
record Plan(InetSocketAddress server, int clients, int inFlight, int bytes, long warmNanos, long nanos) {
    static Plan parse(String[] arguments) {
        return new Plan(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                seconds(arguments[5]),
                seconds(arguments[6]));
    }

    private static long seconds(String text) {
        return (long) (Double.parseDouble(text) * 1e9);
    }

    /// What a load does again and again.
    @FunctionalInterface
    interface Turn {
        void run() throws IOException;
    }

    /// Takes turns, first unmeasured and then measured; the exit status.
    int run(Tally tally, Turn turn) throws IOException {
        repeat(warmNanos, turn);
        tally.start();
        repeat(nanos, turn);
        return tally.finish();
    }

    private static void repeat(long nanos, Turn turn) throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            turn.run();
        }
    }
}
