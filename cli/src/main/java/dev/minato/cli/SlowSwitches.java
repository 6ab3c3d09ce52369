package dev.minato.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// What makes each switch of a virtual thread slow in a JVM, which is easy to miss: everything works.
///
/// A JVM moves the stack of a virtual thread as one block of memory only if it need not look at its frames.
/// It does if they keep frame pointers, if an agent may ask for them, and while they are interpreted. How much
/// that costs was measured with `Hop` of the bench.
///
/// @param arguments what the JVM was started with, from the environment, too
/// @param keepsFramePointers whether `-XX:+PreserveFramePointer` is in force
/// @param interprets whether it compiles nothing
record SlowSwitches(List<String> arguments, boolean keepsFramePointers, boolean interprets) {
    private static final List<String> AGENTS = List.of("-agentlib:", "-agentpath:", "-javaagent:");

    /// Those of this JVM.
    static SlowSwitches here() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return new SlowSwitches(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                Boolean.parseBoolean(jvm.getVMOption("PreserveFramePointer").getValue()),
                System.getProperty("java.vm.info", "").contains("interpreted mode"));
    }

    /// Returns a line of advice for each; none if switches are fast.
    List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (interprets) {
            advice.add("remove -Xint: nothing is compiled, and a switch of a task costs 50 times as much");
        }
        if (keepsFramePointers) {
            advice.add("remove -XX:+PreserveFramePointer: a switch of a task costs twice as much");
        }
        agents().forEach(agent ->
                advice.add("remove " + agent + ": with an agent a switch of a task costs 1.5 times as much"));
        return advice;
    }

    /// Those that came with the JVM, each without its settings, which may be long, or secret.
    private List<String> agents() {
        return arguments.stream()
                .filter(argument -> AGENTS.stream().anyMatch(argument::startsWith))
                .map(argument -> argument.split("=", 2)[0])
                .distinct()
                .toList();
    }
}
