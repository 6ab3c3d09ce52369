package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The first seconds of a server are what the load has counted in each slot of 50 ms.
@NullMarked
class StartCurveTest {
    @Test
    void answersASecondAreThoseOfTheSlotsBetween() throws IOException {
        StartCurve curve = StartCurve.parse(120, "{\"wrong\":0,\"answers\":[0,10,20,30]}");
        assertThat(curve.listening()).isEqualTo(120);
        assertThat(curve.perSecond(0, 100)).isEqualTo(100);
        assertThat(curve.perSecond(100, 200)).isEqualTo(500);
    }

    @Test
    void theMedianIsOverTheStarts() throws IOException {
        List<StartCurve> starts = List.of(
                StartCurve.parse(1, "{\"wrong\":0,\"answers\":[1]}"),
                StartCurve.parse(2, "{\"wrong\":0,\"answers\":[50]}"),
                StartCurve.parse(9, "{\"wrong\":0,\"answers\":[5]}"));
        assertThat(StartCurve.median(starts, curve -> curve.perSecond(0, 50))).isEqualTo(100);
        assertThat(StartCurve.median(starts, StartCurve::listening)).isEqualTo(2);
        assertThat(StartCurve.median(List.of(), StartCurve::listening)).isNaN();
    }

    @Test
    void whatTheLoadDidNotSayIsAnError() {
        assertThatThrownBy(() -> StartCurve.parse(1, "null")).isInstanceOf(IOException.class);
    }
}
