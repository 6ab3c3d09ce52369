package dev.minato.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What `serve` reads again at SIGHUP: certificates, lists of networks. Filled before it serves.
final class Reloads {
    private final Map<String, Reload> reloads = new LinkedHashMap<>();

    /// Reads one thing again.
    @FunctionalInterface
    interface Reload {
        /// Replaces the state by what is read; returns what that is, in a few words, or nothing. If it throws, the
        /// old state must be in force.
        String run() throws Exception;
    }

    void add(String name, Reload reload) {
        reloads.put(name, reload);
    }

    /// Reads all again, and says one line for each; one that fails hinders none of the others. True if none failed.
    boolean run(Consumer<String> said, Consumer<String> failed) {
        if (reloads.isEmpty()) {
            said.accept("SIGHUP: there is nothing to reload");
        }
        boolean all = true;
        for (Map.Entry<String, Reload> each : reloads.entrySet()) {
            all &= run(each.getKey(), each.getValue(), said, failed);
        }
        return all;
    }

    private static boolean run(String name, Reload reload, Consumer<String> said, Consumer<String> failed) {
        try {
            String result = reload.run();
            said.accept("SIGHUP: " + name + " reloaded" + (result.isEmpty() ? "" : ": " + result));
            return true;
        } catch (Exception e) {
            failed.accept("SIGHUP: " + name + " not reloaded, the old stays: " + Commands.line(e));
            return false;
        }
    }
}
