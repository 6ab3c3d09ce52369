package dev.minato.platform;

import java.lang.reflect.InvocationTargetException;

/// Chooses and makes the platform of the process. The one place that knows the real ones, by name.
final class Bootstrap {
    private static final String PLATFORM = "minato.platform";
    private static final String SCHEDULING = "minato.scheduling";
    private static final String JDK = "dev.minato.platform.jdk.JdkPlatform";
    private static final String LINUX = "dev.minato.platform.linux.LinuxPlatform";

    private Bootstrap() {}

    /// The platform that the system properties ask for, by default linux where that works.
    static Platform platform() {
        boolean local = wantsLocal();
        String name = System.getProperty(PLATFORM);
        Platform platform = switch (name) {
            case null -> linuxIfPossible(local);
            case "jdk" -> make(JDK, "asked for by -D" + PLATFORM, local);
            case "linux" -> linuxOrFail(local);
            default -> throw unknown(PLATFORM, name, "jdk or linux");
        };
        platform.choices().forEach(Bootstrap::log);
        return platform;
    }

    private static boolean wantsLocal() {
        String scheduling = System.getProperty(SCHEDULING, "shared");
        return switch (scheduling) {
            case "shared" -> false;
            case "local" -> true;
            default -> throw unknown(SCHEDULING, scheduling, "shared or local");
        };
    }

    private static PlatformUnavailableException unknown(String property, String value, String known) {
        return new PlatformUnavailableException("-D" + property + "=" + value + ": no such thing; use " + known);
    }

    private static Platform linuxIfPossible(boolean local) {
        try {
            return make(LINUX, "the default where it works", local);
        } catch (UnsupportedOperationException e) {
            return make(JDK, "linux does not work here: " + e.getMessage(), local);
        }
    }

    private static Platform linuxOrFail(boolean local) {
        try {
            return make(LINUX, "asked for by -D" + PLATFORM, local);
        } catch (UnsupportedOperationException e) {
            throw new PlatformUnavailableException("-D" + PLATFORM + "=linux does not work here: " + e.getMessage(), e);
        }
    }

    private static Platform make(String type, String reason, boolean local) {
        try {
            var constructor = Class.forName(type).getDeclaredConstructor(String.class, boolean.class);
            return (Platform) constructor.newInstance(reason, local);
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

    private static void log(Choice choice) {
        System.getLogger(Platform.class.getName())
                .log(System.Logger.Level.DEBUG, "{0} {1}: {2}", choice.name(), choice.value(), choice.reason());
    }
}
