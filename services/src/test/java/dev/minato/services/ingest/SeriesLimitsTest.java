package dev.minato.services.ingest;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What peers can make the service keep is bounded: series, their names, unique values; and what nobody
/// sends expires.
class SeriesLimitsTest {
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final Gathering gathering = new Gathering(3, EXPIRY);

    @Test
    void newSeriesBeyondTheLimitAreDroppedAndKnownOnesGoOn() {
        gathering.take("a:1|c\nb:1|c\nc:1|c\nd:1|c\na:1|c\nd:1|c");
        assertThat(gathering.samples()).isEqualTo("a 2\nb 1\nc 1");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 4, SERIES_LIMIT 2");
    }

    /// Each order is looked up on its own, and so takes a place.
    @Test
    void ordersOfTagsCountAsSeries() {
        gathering.take("a:1|c|#k:1,l:2\na:1|c|#l:2,k:1\nb:1|c\nc:1|c");
        assertThat(gathering.samples()).isEqualTo("a{k=\"1\",l=\"2\"} 2\nb 1");
        assertThat(gathering.count(LineResult.SERIES_LIMIT)).isEqualTo(1);
    }

    @Test
    void seriesThatNobodySendsExpire() {
        gathering.take("a:1|c\nb:1|c").pass(EXPIRY.minusMillis(1)).take("a:1|c").pass(Duration.ofMillis(1));
        assertThat(gathering.samples()).isEqualTo("a 2");
        assertThat(gathering.text())
                .contains("minato_metrics_in_series 1\n", "minato_metrics_in_expired_series_total 1\n");
        assertThat(gathering.take("b:1|c").samples()).isEqualTo("a 2\nb 1");
    }

    /// Also if nobody reads.
    @Test
    void expiredSeriesMakeRoomForOthers() {
        gathering.take("a:1|c\nb:1|c\nc:1|c").pass(EXPIRY).take("d:1|c");
        assertThat(gathering.samples()).isEqualTo("d 1");
    }

    /// And another type may have it.
    @Test
    void nameIsFreeWhenItsLastSeriesHasExpired() {
        gathering.take("a:1|h\na:1|h|#k:v").pass(EXPIRY).take("a_count:1|g\na:1|c");
        assertThat(gathering.samples()).isEqualTo("a 1\na_count 1");
    }

    @Test
    void longNamesAndManyTagsAreRefused() {
        String most = tags(SeriesName.MAX_TAGS);
        gathering.take("a:1|c|#" + most).take("a:1|c|#" + most + ",one:more");
        gathering.take("x".repeat(SeriesName.MAX_BYTES) + ":1|c").take("y".repeat(SeriesName.MAX_BYTES + 1) + ":1|c");
        gathering.take("z:1|c|#" + "z".repeat(SeriesName.MAX_BYTES));
        assertThat(gathering.results()).isEqualTo("ACCEPTED 2, SERIES_TOO_LONG 3");
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + ":v").collect(joining(","));
    }

    @Test
    void longLinesAreCounted() {
        gathering
                .take("a".repeat(MessageDecoder.MAX_MESSAGE + 1))
                .take("<13>" + "x".repeat(MessageDecoder.MAX_MESSAGE));
        assertThat(gathering.results()).isEqualTo("LINE_TOO_LONG 2");
    }

    @Test
    void setsKeepABoundedNumberOfValues() {
        for (int i = 0; i <= UniqueValues.MAX_VALUES; i++) {
            gathering.take("a:" + i + "|s");
        }
        assertThat(gathering.take("a:0|s").samples()).isEqualTo("a 1000");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 1001, SET_LIMIT 1");
    }

    /// What the last full minute had is shown until the present one has more.
    @Test
    void setsCountWithinAMinute() {
        gathering.take("a:x|s\na:y|s").pass(Duration.ofMinutes(1)).take("a:x|s");
        assertThat(gathering.samples()).isEqualTo("a 2");
        assertThat(gathering.pass(Duration.ofMinutes(1)).samples()).isEqualTo("a 1");
        assertThat(gathering.take("a:z|s").pass(Duration.ofMinutes(2)).samples())
                .isEqualTo("a 0");
    }

    @Test
    void allSetsTogetherKeepABoundedNumberOfValues() {
        var budget = new UniqueValues.Budget(2);
        var one = new UniqueValues(budget);
        var other = new UniqueValues(budget);
        assertThat(one.add(1, 0)).isEqualTo(LineResult.ACCEPTED);
        assertThat(other.add(0, 0)).isEqualTo(LineResult.ACCEPTED);
        assertThat(other.add(2, 0)).isEqualTo(LineResult.SET_LIMIT);
        one.release();
        assertThat(other.add(2, 0)).isEqualTo(LineResult.ACCEPTED);
    }
}
