package dev.minato.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Channels between two tasks: Minato's beside Jox's and `ArrayBlockingQueue`, each in a process of its own.
///
/// The two tasks share a loop or have one each. On the JDK's scheduler, "one loop" is one carrier; with two, it
/// decides itself where they run, and often puts both on one.
final class Channels {
    private static final double SECONDS_A_RUN = 120;
    private static final List<String> CHANNELS = List.of("minato", "jox", "abq");

    private final Tools tools;
    private final Options options;
    private final Finding finding = new Finding(
            "Channels between two tasks",
            List.of("values", "loops", "channel", "tasks on", "messages/s", "CPU ns a message", "bytes a message"));

    Channels(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// Where the tasks run.
    private record Place(String name, List<String> flags) {
        static final List<Place> ALL = List.of(
                new Place("local", List.of("-Dminato.platform=linux", "-Dminato.scheduling=local")),
                new Place("shared", List.of("-Dminato.platform=linux", "-Dminato.scheduling=shared")),
                new Place("jdk", List.of("-Dminato.platform=jdk")));

        List<String> flags(String loops) {
            List<String> all = new ArrayList<>(flags);
            if (loops.equals("one")) {
                all.add("-Djdk.virtualThreadScheduler.parallelism=1");
            }
            return all;
        }
    }

    Finding measure() throws InterruptedException {
        for (String loops : List.of("one", "two")) {
            for (String channel : CHANNELS) {
                for (Place place : Place.ALL) {
                    String name = channel + ", " + place.name() + ", loops: " + loops;
                    // The peers' channels do not know whose task they are in: shared is jdk for them.
                    if (options.hasName(channel)
                            && (channel.equals("minato") || !place.name().equals("shared"))) {
                        finding.measure(name, () -> measure(channel, place, loops));
                    }
                }
            }
        }
        return finding;
    }

    private void measure(String channel, Place place, String loops) throws IOException {
        var command =
                tools.javaCommand(place.flags(loops), List.of("dev.minato.bench.channel.ChannelRun", channel, loops));
        Process run = Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.limit(run, SECONDS_A_RUN);
        List<String> lines = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.isEmpty()) {
            throw new IOException("no figures");
        }
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            finding.row(List.of(cells[0], loops, channel, place.name(), cells[1], cells[2], cells[3]));
        }
    }
}
