package dev.minato.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The options of the command line; `values` holds `--name VALUE`, `flags` holds `--name`.
record Options(String measurement, Map<String, String> values, Set<String> flags, String command) {
    private static final Set<String> VALUES =
            Set.of("only", "shapes", "rounds", "seconds", "warm", "json", "markdown", "chart");
    private static final Set<String> FLAGS = Set.of("quick", "full", "every", "two-cores");

    /// @throws IllegalArgumentException with one sentence, for what is no option or no number
    static Options parse(String... arguments) {
        String measurement = "rounds";
        Map<String, String> values = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (name.isEmpty() && i == 0) {
                measurement = arguments[i];
            } else if (FLAGS.contains(name)) {
                flags.add(name);
            } else if (VALUES.contains(name) && i + 1 < arguments.length) {
                values.put(name, arguments[++i]);
            } else {
                throw new IllegalArgumentException("cannot take " + arguments[i]);
            }
        }
        var options = new Options(measurement, values, flags, command(arguments));
        options.check();
        return options;
    }

    /// What was typed, without the folders of this machine.
    private static String command(String... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument.startsWith("/")
                        ? String.valueOf(Path.of(argument).getFileName())
                        : argument)
                .collect(Collectors.joining(" ", "bench/run ", ""))
                .strip();
    }

    private void check() {
        for (String name : List.of("rounds", "seconds", "warm")) {
            if (number(name, 1) <= 0) {
                throw new IllegalArgumentException("--" + name + " must be positive");
            }
        }
        if (rounds() != Math.rint(number("rounds", 1)) && values.containsKey("rounds")) {
            throw new IllegalArgumentException("--rounds must be a whole number");
        }
        pattern("only");
        pattern("shapes");
    }

    boolean quick() {
        return flags.contains("quick");
    }

    boolean full() {
        return flags.contains("full");
    }

    /// Whether servers run at the same time, and are measured shortly in turn.
    private boolean inTurn() {
        return measurement.equals("peers");
    }

    /// As for the peers alone.
    Options ofPeers() {
        return new Options("peers", values, flags, command);
    }

    boolean twoCores() {
        return flags.contains("two-cores");
    }

    int rounds() {
        return (int) number("rounds", quick() ? inTurn() ? 1 : 2 : 3);
    }

    double seconds() {
        return number("seconds", inTurn() ? quick() ? 0.3 : 1 : quick() ? 1 : full() ? 3 : 5);
    }

    /// As the options say, else so many.
    double seconds(double byDefault) {
        return number("seconds", byDefault);
    }

    /// For a process that has just started and compiles while it runs.
    double warm() {
        return number("warm", quick() ? 1 : inTurn() ? 3.5 : full() ? 5 : 10);
    }

    /// For a process that has been measured before, or never changes.
    double settle() {
        return Math.min(warm(), quick() || full() || inTurn() ? 0.4 : 1);
    }

    Optional<Path> json() {
        return path("json");
    }

    Optional<Path> markdown() {
        return path("markdown");
    }

    Optional<Path> chart() {
        return path("chart");
    }

    Optional<Pattern> shapes() {
        return pattern("shapes");
    }

    boolean hasShape(String name) {
        return shapes().isEmpty() || shapes().get().matcher(name).find();
    }

    boolean hasName(String name) {
        return only().isEmpty() || only().get().matcher(name).find();
    }

    /// Whether a candidate takes part at all.
    boolean takes(Candidate candidate) {
        if (only().isPresent()) {
            return hasName(candidate.name());
        }
        return switch (candidate.turn()) {
            case EVERY -> true;
            case FIRST -> !quick();
            case ASKED -> false;
        };
    }

    /// Whether a candidate that takes part does so in round `round`, counted from 0.
    boolean takesIn(Candidate candidate, int round) {
        boolean always = only().isPresent() || flags.contains("every") || candidate.turn() == Candidate.Turn.EVERY;
        return always || round == 0;
    }

    private Optional<Pattern> only() {
        return pattern("only");
    }

    private Optional<Pattern> pattern(String name) {
        return Optional.ofNullable(values.get(name)).map(Pattern::compile);
    }

    private Optional<Path> path(String name) {
        // The script changes no folder, so a relative path is the user's.
        return Optional.ofNullable(values.get(name)).map(Path::of);
    }

    private double number(String name, double otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " " + text + " is no number", e);
        }
    }
}
