package dev.minato.cli;

import dev.minato.services.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` that set limits.
final class LimitOptions {
    private static final Limits DEFAULT = Limits.DEFAULT;

    private final OptionSpec maxConnections = Commands.option(
                    "--max-connections", "N", SizeOption.count(Integer.MAX_VALUE), Long.class)
            .description("Open TCP connections of all services together; others wait: what memory and descriptors"
                    + " suffice for, at most " + DEFAULT.maxConnections() + ".")
            .build();
    private final OptionSpec maxPerAddress = unlimited(
            "--max-per-address",
            "N",
            SizeOption.count(Integer.MAX_VALUE),
            Long.class,
            "Open TCP connections of one IP address; more are reset: any number.");
    private final OptionSpec acceptRate = unlimited(
            "--accept-rate",
            "N",
            SizeOption.count(1_000_000_000),
            Long.class,
            "TCP connections accepted per second; others wait: any number.");
    private final OptionSpec firstByteTimeout = unlimited(
            "--first-byte-timeout",
            "D",
            DurationOption.positive(),
            Duration.class,
            "How long a connection may take to send its first byte: as long as it may be idle.");
    private final OptionSpec idleTimeout = duration(
            "--idle-timeout", DurationOption.positive(), "How long a connection may be idle", DEFAULT.idleTimeout());
    private final OptionSpec requestTimeout = duration(
            "--request-timeout",
            DurationOption.positive(),
            "How long a line or head may take to arrive",
            DEFAULT.requestTimeout());
    private final OptionSpec writeTimeout = duration(
            "--write-timeout", DurationOption.positive(), "How long a client may not read", DEFAULT.writeTimeout());
    private final OptionSpec maxLifetime = unlimited(
            "--max-lifetime",
            "D",
            DurationOption.positive(),
            Duration.class,
            "How long a connection may live: as long as it likes.");
    private final OptionSpec maxLine = bytes(
            "--max-line", SizeOption.bytes(Limits.MAX_LINE), "Longest line that line and kv accept", DEFAULT.maxLine());
    private final OptionSpec kvMaxBytes = bytes(
            "--kv-max-bytes",
            SizeOption.bytes(Limits.maxOfKv(), "half the heap"),
            "How much kv stores, half the heap at most",
            DEFAULT.kvMaxBytes());
    private final OptionSpec metricsInSeries = Commands.option(
                    "--metrics-in-series", "N", SizeOption.count(1_000_000), Long.class)
            .description("Series that metrics-in keeps; lines that begin others are dropped: 10000, or as many as fit a"
                    + " quarter of the heap.")
            .build();
    private final OptionSpec metricsInExpiry = duration(
            "--metrics-in-expiry",
            DurationOption.positive(),
            "After which time without a line metrics-in forgets a series",
            DEFAULT.metricsInExpiry());
    private final OptionSpec maxAnswers = Commands.option(
                    "--max-answers", "N", SizeOption.count(Integer.MAX_VALUE), Long.class)
            .defaultValue(Integer.toString(DEFAULT.maxAnswers()))
            .description("Datagrams of one peer that a UDP service answers per second; others are dropped: "
                    + DEFAULT.maxAnswers() + ".")
            .build();
    private final OptionSpec drainTimeout = duration(
            "--drain-timeout",
            DurationOption.orZero(),
            "How long connections may finish after the signal",
            DEFAULT.drainTimeout());

    private static OptionSpec duration(String name, DurationOption converter, String what, Duration usual) {
        String text = DurationOption.text(usual);
        return Commands.option(name, "D", converter, Duration.class)
                .defaultValue(text)
                .description(what + ": " + text + ".")
                .build();
    }

    private static OptionSpec bytes(String name, SizeOption converter, String what, long usual) {
        String text = SizeOption.text(usual);
        return Commands.option(name, "BYTES", converter, Long.class)
                .defaultValue(text)
                .description(what + ": " + text + ".")
                .build();
    }

    private static <T> OptionSpec unlimited(
            String name, String label, ITypeConverter<T> converter, Class<T> type, String description) {
        return Commands.option(name, label, converter, type)
                .description(description)
                .build();
    }

    void addTo(CommandSpec spec) {
        for (var option : List.of(
                maxConnections,
                maxPerAddress,
                acceptRate,
                firstByteTimeout,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLifetime,
                maxLine,
                kvMaxBytes,
                metricsInSeries,
                metricsInExpiry,
                maxAnswers,
                drainTimeout)) {
            spec.addOption(option);
        }
    }

    /// The connections that were asked for; empty if the command chooses.
    Optional<Integer> connections() {
        return given(maxConnections, Long.class).map(Long::intValue);
    }

    /// The limits but for the connections, which are the default's.
    Limits limits() throws Failure {
        try {
            return optional(DEFAULT.withIdleTimeout(idleTimeout.getValue())
                    .withRequestTimeout(requestTimeout.getValue())
                    .withWriteTimeout(writeTimeout.getValue())
                    .withMaxLine(maxLine.<Long>getValue().intValue())
                    .withKvMaxBytes(kvMaxBytes.getValue())
                    .withMetricsInExpiry(metricsInExpiry.getValue())
                    .withMaxAnswers(maxAnswers.<Long>getValue().intValue())
                    .withDrainTimeout(drainTimeout.getValue()));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private Limits optional(Limits limits) {
        Limits result = limits;
        result = given(maxPerAddress, Long.class)
                .map(Long::intValue)
                .map(result::withMaxPerAddress)
                .orElse(result);
        result = given(metricsInSeries, Long.class)
                .map(Long::intValue)
                .map(result::withMetricsInSeries)
                .orElse(result);
        result = given(acceptRate, Long.class)
                .map(Long::intValue)
                .map(result::withMaxAcceptRate)
                .orElse(result);
        result = given(firstByteTimeout, Duration.class)
                .map(result::withFirstByteTimeout)
                .orElse(result);
        return given(maxLifetime, Duration.class).map(result::withMaxLifetime).orElse(result);
    }

    private static <T> Optional<T> given(OptionSpec option, Class<T> type) {
        return Optional.ofNullable(option.<@Nullable Object>getValue()).map(type::cast);
    }
}
