package dev.minato.platform;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/// Chooses and makes the platform of the process. The one place that knows the real ones, by name.
final class PlatformChooser {
    private static final String PLATFORM = "minato.platform";
    private static final String SCHEDULING = "minato.scheduling";
    private static final String POLLING = "minato.polling";
    private static final String STALL = "minato.stall";
    private static final String JDK = "dev.minato.platform.jdk.JdkPlatform";
    private static final String LINUX = "dev.minato.platform.linux.LinuxPlatform";

    private PlatformChooser() {}

    /// The platform that the system properties ask for, by default linux where that works.
    static Platform platform() {
        List<Choice> wanted = List.of(scheduling(), polling());
        checkStall();
        String name = System.getProperty(PLATFORM);
        Platform platform = switch (name) {
            case null -> linuxIfPossible(wanted);
            case "jdk" -> make(JDK, "jdk", askedFor(PLATFORM), wanted);
            case "linux" -> linuxOrFail(wanted);
            default -> throw unknown(PLATFORM, name, "jdk or linux");
        };
        platform.choices().forEach(choice -> log(choice, wanted));
        return platform;
    }

    private static Choice scheduling() {
        String name = System.getProperty(SCHEDULING);
        return switch (name) {
            case null -> new Choice("scheduling", "shared", "the default");
            case "shared", "local" -> new Choice("scheduling", name, askedFor(SCHEDULING));
            default -> throw unknown(SCHEDULING, name, "shared or local");
        };
    }

    private static Choice polling() {
        String name = System.getProperty(POLLING);
        return switch (name) {
            case null -> new Choice("polling", "epoll", "the default");
            case "epoll", "ring" -> new Choice("polling", name, askedFor(POLLING));
            default -> throw unknown(POLLING, name, "epoll or ring");
        };
    }

    /// A number that cannot be read would leave the default in effect, unnoticed.
    private static void checkStall() {
        String millis = System.getProperty(STALL, "0");
        if (!millis.matches("\\d{1,9}")) {
            throw unknown(STALL, millis, "milliseconds from 0 to 999999999");
        }
    }

    private static String askedFor(String property) {
        return "asked for by -D" + property;
    }

    private static PlatformUnavailableException unknown(String property, String value, String known) {
        return new PlatformUnavailableException("-D" + property + "=" + value + ": invalid value; use " + known);
    }

    private static Platform linuxIfPossible(List<Choice> wanted) {
        try {
            return make(LINUX, "linux", "the default where it works", wanted);
        } catch (UnsupportedOperationException e) {
            return make(JDK, "jdk", "linux does not work here: " + e.getMessage(), wanted);
        }
    }

    private static Platform linuxOrFail(List<Choice> wanted) {
        try {
            return make(LINUX, "linux", askedFor(PLATFORM), wanted);
        } catch (UnsupportedOperationException e) {
            throw new PlatformUnavailableException("-D" + PLATFORM + "=linux does not work here: " + e.getMessage(), e);
        }
    }

    private static Platform make(String type, String name, String reason, List<Choice> wanted) {
        try {
            var constructor = Class.forName(type).getDeclaredConstructor(Choice.class, List.class);
            return (Platform) constructor.newInstance(new Choice("platform", name, reason), wanted);
        } catch (InvocationTargetException e) {
            throw unchecked(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type, e);
        }
    }

    private static RuntimeException unchecked(InvocationTargetException e) {
        switch (e.getCause()) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            case null, default -> throw new AssertionError("a platform throws nothing checked", e);
        }
    }

    /// What was asked for and is not so is a warning; the rest is for those who look for it.
    private static void log(Choice choice, List<Choice> wanted) {
        System.Logger logger = System.getLogger(Platform.class.getName());
        for (Choice wish : wanted) {
            if (choice.name().equals(wish.name()) && !choice.value().equals(wish.value())) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "-Dminato.{0}={1} is not in effect, {0} is {2}: {3}{4}",
                        choice.name(),
                        wish.value(),
                        choice.value(),
                        choice.reason(),
                        choice.advice().isEmpty() ? "" : "; " + choice.advice());
                return;
            }
        }
        logger.log(System.Logger.Level.DEBUG, "{0} {1}: {2}", choice.name(), choice.value(), choice.reason());
    }
}
