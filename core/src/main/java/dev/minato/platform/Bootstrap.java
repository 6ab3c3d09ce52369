package dev.minato.platform;

/// Finds the platform of the process. The one place that knows the real ones, by name.
final class Bootstrap {
    private static final String PROPERTY = "minato.platform";
    private static final String DEFAULT = "jdk";

    private Bootstrap() {}

    static Platform platform() {
        String name = System.getProperty(PROPERTY, DEFAULT);
        String type = switch (name) {
            case "jdk" -> "dev.minato.platform.jdk.JdkPlatform";
            case "linux" -> "dev.minato.platform.linux.LinuxPlatform";
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + "=" + name + ": no such platform; use jdk or linux");
        };
        try {
            var constructor = Class.forName(type).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Platform) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("platform " + name, e);
        }
    }
}
