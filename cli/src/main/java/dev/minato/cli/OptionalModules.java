package dev.minato.cli;

/// The modules that only some commands need, which `./minato` adds for those.
final class OptionalModules {
    private OptionalModules() {}

    /// Fails if a class that a command needs is not there.
    static void check(String command, String name) throws Failure {
        try {
            Class.forName(name, false, OptionalModules.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw Failure.refused(
                    command + " needs more modules than this Java was started with: start it as ./minato");
        }
    }
}
