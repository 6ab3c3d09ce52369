package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Each single measurement as JSON, for whoever wants to compute something else from them.
final class Json {
    private Json() {}

    static void write(Results results, Map<String, String> facts, Path file) throws IOException {
        String machine = facts.entrySet().stream()
                .map(fact -> "    " + quoted(fact.getKey()) + ": " + quoted(fact.getValue()))
                .collect(Collectors.joining(",\n"));
        String measurements = results.entries().stream().map(Json::line).collect(Collectors.joining(",\n"));
        String failures = results.failures().stream().map(Json::quoted).collect(Collectors.joining(", "));
        Files.writeString(file, """
                {
                  "machine": {
                %s
                  },
                  "failures": [%s],
                  "measurements": [
                %s
                  ]
                }
                """.formatted(machine, failures, measurements));
    }

    private static String line(Results.Entry entry) {
        Measurement measured = entry.measured();
        return String.format(
                Locale.ROOT,
                "    {\"serverCores\": \"%s\", \"round\": %d, \"server\": %s, \"shape\": %s, \"messages\": %d, "
                        + "\"perSecond\": %.1f, \"serverCpuMicros\": %.3f, \"p50Micros\": %.1f, \"p99Micros\": %.1f, "
                        + "\"p999Micros\": %.1f, \"loadCpu\": %.3f, \"lost\": %d}",
                entry.pass().cores,
                entry.round() + 1,
                quoted(entry.candidate().name()),
                quoted(entry.shape().name()),
                measured.messages(),
                measured.perSecond(),
                measured.cpuMicros(),
                measured.p50(),
                measured.p99(),
                measured.p999(),
                measured.loadCpu(),
                measured.lost());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }
}
