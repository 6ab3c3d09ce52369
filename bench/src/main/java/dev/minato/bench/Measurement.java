package dev.minato.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The figures of one load.
///
/// @param perSecond messages a second
/// @param cost of the server a message, in the units of the probe: nanoseconds of CPU, or bytes
/// @param p50 microseconds from sending to the last byte of the answer; p99 and p999 likewise
/// @param loadCpu the share of a core that the load took; near 1 it was the limit itself
/// @param lost datagrams that got no answer
record Measurement(
        long messages,
        double perSecond,
        double cost,
        double p50,
        double p99,
        double p999,
        double loadCpu,
        long wrong,
        long lost) {
    private static final double LIMIT = 0.95;

    /// From the line of JSON that a load prints.
    static Measurement parse(String json, long spent) {
        long messages = (long) number(json, "messages");
        return new Measurement(
                messages,
                number(json, "perSecond"),
                messages == 0 ? Double.NaN : (double) spent / messages,
                number(json, "p50us"),
                number(json, "p99us"),
                number(json, "p999us"),
                number(json, "loadCpu"),
                (long) number(json, "wrong"),
                (long) number(json, "lost"));
    }

    static double number(String json, String name) {
        return Double.parseDouble(value(json, name, "([-0-9.]+)"));
    }

    static String text(String json, String name) {
        return value(json, name, "\"([^\"]*)\"");
    }

    private static String value(String json, String name, String form) {
        Matcher matcher = Pattern.compile("\"" + name + "\":" + form).matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in " + json);
        }
        return String.valueOf(matcher.group(1));
    }

    /// CPU of the server a message, if that was probed.
    double cpuMicros() {
        return cost / 1000;
    }

    boolean loadWasTheLimit() {
        return loadCpu > LIMIT;
    }
}
