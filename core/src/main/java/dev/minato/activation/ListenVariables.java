package dev.minato.activation;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables by which descriptors are handed in: `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; see
/// sd_listen_fds(3).
final class ListenVariables {
    /// The first descriptor that is handed in; the next ones follow (`SD_LISTEN_FDS_START`).
    static final int FIRST = 3;

    /// More than any process can have (`fs.nr_open` of proc(5)).
    private static final int MAX = 1 << 20;

    /// What sd_listen_fds_with_names(3) calls a descriptor without a name.
    private static final String UNKNOWN = "unknown";

    private ListenVariables() {}

    /// Returns the name of each descriptor, in order from [#FIRST]; none if there are none for the process with
    /// that number: a child of the process that they were meant for inherits the variables.
    static List<String> names(Map<String, String> environment, long pid) throws NetException {
        Optional<String> whose = Optional.ofNullable(environment.get("LISTEN_PID"));
        Optional<String> count = Optional.ofNullable(environment.get("LISTEN_FDS"));
        if (whose.isEmpty() || number("LISTEN_PID", whose.get(), Long.MAX_VALUE) != pid || count.isEmpty()) {
            return List.of();
        }
        int descriptors = (int) number("LISTEN_FDS", count.get(), MAX);
        Optional<String> names = Optional.ofNullable(environment.get("LISTEN_FDNAMES"));
        List<String> all = new ArrayList<>(names.map(ListenVariables::split).orElse(List.of()));
        if (names.isEmpty()) {
            for (int i = 0; i < descriptors; i++) {
                all.add(UNKNOWN);
            }
        }
        if (all.size() != descriptors) {
            throw invalid("LISTEN_FDNAMES has " + all.size() + " names, and LISTEN_FDS is " + descriptors);
        }
        return List.copyOf(all);
    }

    /// Without an unescaping: a name holds no colon.
    private static List<String> split(String names) {
        return names.isEmpty() ? List.of() : Arrays.asList(names.split(":", -1));
    }

    private static long number(String variable, String text, long max) throws NetException {
        boolean isNumber = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = isNumber ? Long.parseLong(text) : -1;
        if (number < 0 || number > max) {
            throw invalid(variable + " is no number from 0 to " + max + ": " + text);
        }
        return number;
    }

    private static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_INPUT, "take inherited sockets", detail);
    }
}
