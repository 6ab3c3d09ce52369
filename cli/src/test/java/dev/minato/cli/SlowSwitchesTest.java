package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Each flag and each agent that makes switches of tasks slow is named once, and nothing else.
class SlowSwitchesTest {
    @Test
    void noneMakesThemFast() {
        assertThat(new SlowSwitches(List.of("-Xmx1g", "-Dname=-javaagent:none"), false, false).advice())
                .isEmpty();
    }

    @Test
    void eachAgentOnceWithoutItsSettings() {
        var arguments =
                List.of("-javaagent:/a.jar=key=secret", "-javaagent:/a.jar", "-agentpath:/b.so", "-agentlib:c=d");
        assertThat(new SlowSwitches(arguments, false, false).advice())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("remove -javaagent:/a.jar: "),
                        second -> assertThat(second).startsWith("remove -agentpath:/b.so: "),
                        third -> assertThat(third).startsWith("remove -agentlib:c: "));
    }

    @Test
    void eachFlagAlone() {
        assertThat(new SlowSwitches(List.of(), true, false).advice())
                .singleElement()
                .satisfies(only -> assertThat(only).startsWith("remove -XX:+PreserveFramePointer: "));
        assertThat(new SlowSwitches(List.of(), false, true).advice())
                .singleElement()
                .satisfies(only -> assertThat(only).startsWith("remove -Xint: "));
    }

    @Test
    void flagsBesideAgents() {
        assertThat(new SlowSwitches(List.of("-agentlib:c"), true, true).advice())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("remove -Xint: "),
                        second -> assertThat(second).startsWith("remove -XX:+PreserveFramePointer: "),
                        third -> assertThat(third).startsWith("remove -agentlib:c: "));
    }
}
