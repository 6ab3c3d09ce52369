package dev.minato.services.game;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The sum of what many sessions have measured.
final class BotsTotal {
    private final List<Duration> roundTrips = new ArrayList<>();
    private int playing;
    private int refused;
    private int ended;
    private double loss;
    private long snapshots;
    private long corrections;
    private long packetsIn;
    private long bytesIn;
    private long packetsOut;
    private long bytesOut;

    void add(ClientSession session, boolean isPlaying, boolean isSilent) {
        SessionCounts counts = session.counts();
        snapshots += counts.snapshots;
        corrections += counts.corrections;
        packetsIn += counts.packetsIn;
        bytesIn += counts.bytesIn;
        packetsOut += counts.packetsOut;
        bytesOut += counts.bytesOut;
        if (isPlaying) {
            ClientStats stats = session.playing().orElseThrow().stats();
            playing++;
            loss += stats.loss();
            roundTrips.add(stats.roundTrip());
        } else if (session.playing().isPresent()) {
            ended++;
        } else if (isSilent || session.end().isPresent()) {
            refused++;
        }
    }

    BotsStats stats() {
        roundTrips.sort(null);
        return new BotsStats(
                playing,
                refused,
                ended,
                quantile(0.5),
                quantile(0.99),
                playing == 0 ? 0 : loss / playing,
                snapshots,
                corrections,
                packetsIn,
                bytesIn,
                packetsOut,
                bytesOut);
    }

    private Duration quantile(double share) {
        return roundTrips.isEmpty() ? Duration.ZERO : roundTrips.get((int) (share * (roundTrips.size() - 1)));
    }
}
