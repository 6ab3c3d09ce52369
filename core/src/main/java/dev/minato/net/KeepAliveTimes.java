package dev.minato.net;

import dev.minato.net.option.Bounds;
import dev.minato.net.option.Durations;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The times after which a silent connection is probed, and given up: after `idle + count × interval` without
/// an answer it ends with `TIMED_OUT`.
///
/// The kernel counts in seconds: fractions are rounded up. On Linux each of the times is at most 32,767 s, and
/// the count at most 127; what is beyond is `INVALID_INPUT` when the kernel is told. What is not positive is an
/// [IllegalArgumentException] when it is set.
///
/// @param idle silence before the first probe (`TCP_KEEPIDLE`)
/// @param interval between probes (`TCP_KEEPINTVL`)
/// @param count how many unanswered probes end the connection (`TCP_KEEPCNT`)
public record KeepAliveTimes(Duration idle, Duration interval, int count) {
    /// Both times, and the count.
    public KeepAliveTimes {
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(interval, "interval");
    }

    List<Setting<?>> settings() {
        return List.of(
                new Setting<>(PlatformOptions.KEEP_ALIVE_IDLE, seconds(idle, "TCP_KEEPIDLE")),
                new Setting<>(PlatformOptions.KEEP_ALIVE_INTERVAL, seconds(interval, "TCP_KEEPINTVL")),
                new Setting<>(PlatformOptions.KEEP_ALIVE_COUNT, Bounds.positive(count, "set TCP_KEEPCNT")));
    }

    private static int seconds(Duration duration, String option) {
        return Bounds.positive(Durations.ceilSeconds(duration, Integer.MAX_VALUE, "set " + option), "set " + option);
    }
}
