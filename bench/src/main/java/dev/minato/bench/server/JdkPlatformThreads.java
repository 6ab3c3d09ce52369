package dev.minato.bench.server;

/// Blocking channels of the JDK, a platform thread a connection: `JdkPlatformThreads [buffer=16384]`.
final class JdkPlatformThreads {
    private static final int STACK = 64 * 1024;

    private JdkPlatformThreads() {}

    public static void main(String[] arguments) throws Exception {
        JdkBlockingEcho.serve(
                arguments, body -> Thread.ofPlatform().stackSize(STACK).start(body));
    }
}
