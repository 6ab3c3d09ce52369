package dev.minato.cli.game;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// How far a drawn path is from the true one, in units of the world, at each frame of a display.
///
/// A path is drawn late, and that alone is no error of its shape: `error` compares what is drawn at a time *t* with
/// the truth at *t* − `lagMillis`, where the lag is one number for the whole path, the one that makes the mean error
/// smallest. So each path is compared with the truth that it fits best; `errorNow` compares with the truth at *t*.
///
/// @param lagMillis how late the path is drawn
/// @param error from the truth at *t* − lag
/// @param errorNow from the truth at *t*
/// @param jump from one frame to the next
public record Measurement(long lagMillis, Quantiles error, Quantiles errorNow, Quantiles jump) {
    /// The longest lag that is tried.
    static final int MAX_LAG_MILLIS = 600;

    private static final long MILLI = 1_000_000;

    /// Compares a path with the true one, which has to begin [#MAX_LAG_MILLIS] before it.
    public static Measurement of(Track drawn, Track truth) {
        int lag = bestLag(drawn, truth);
        return new Measurement(
                lag,
                Quantiles.of(errors(drawn, truth, lag)),
                Quantiles.of(errors(drawn, truth, 0)),
                Quantiles.of(jumps(drawn)));
    }

    private static int bestLag(Track drawn, Track truth) {
        double least = Double.MAX_VALUE;
        int best = 0;
        for (int lag = 0; lag <= MAX_LAG_MILLIS; lag++) {
            double sum = 0;
            for (int i = 0; i < drawn.size() && sum < least; i++) {
                sum += error(drawn, i, truth, lag);
            }
            if (sum < least) {
                least = sum;
                best = lag;
            }
        }
        return best;
    }

    /// Returns the error at each frame.
    static double[] errors(Track drawn, Track truth, long lagMillis) {
        return each(drawn.size(), i -> error(drawn, i, truth, lagMillis));
    }

    private static double error(Track drawn, int frame, Track truth, long lagMillis) {
        return drawn.position(frame).distance(truth.at(drawn.nanos(frame) - lagMillis * MILLI));
    }

    /// Returns how far the path moves from each frame to the next.
    static double[] jumps(Track drawn) {
        return each(drawn.size() - 1, i -> drawn.position(i).distance(drawn.position(i + 1)));
    }

    private static double[] each(int count, IntToDoubleFunction number) {
        return IntStream.range(0, count).mapToDouble(number).toArray();
    }
}
