package dev.minato.cli;

import java.nio.file.Path;
import java.util.List;

/// The dashboard for Grafana that the documentation has.
final class GrafanaDashboard {
    private static final Path FILE = Path.of("../docs/grafana/minato.json");

    /// Prints each expression on a line; the JSON is parsed by somebody else's parser.
    private static final String PRINT_EXPRESSIONS = """
            import json, sys
            def walk(node):
                if isinstance(node, dict):
                    for key, value in node.items():
                        if key == "expr":
                            print(value)
                        walk(value)
                elif isinstance(node, list):
                    for each in node:
                        walk(each)
            walk(json.load(open(sys.argv[1], encoding="utf-8")))
            """;

    private GrafanaDashboard() {}

    /// What it asks Prometheus, with values for Grafana's variables.
    static List<String> expressions() {
        return Program.outputOf("", "python3", "-c", PRINT_EXPRESSIONS, FILE.toString())
                .lines()
                .map(line -> line.replace("$__rate_interval", "1m")
                        .replace("$job", ".*")
                        .replace("$service", ".*"))
                .toList();
    }
}
