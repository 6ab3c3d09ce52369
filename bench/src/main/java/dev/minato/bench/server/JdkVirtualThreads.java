package dev.minato.bench.server;

/// Blocking channels of the JDK, a virtual thread a connection: `JdkVirtualThreads [buffer=16384]`.
final class JdkVirtualThreads {
    private JdkVirtualThreads() {}

    public static void main(String[] arguments) throws Exception {
        JdkBlockingEcho.serve(arguments, Thread::startVirtualThread);
    }
}
