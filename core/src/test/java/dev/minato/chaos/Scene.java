package dev.minato.chaos;

import dev.minato.testing.Threads;

/// Who plays at the same time. A rare meeting of threads needs a scene in which little else happens; what
/// nobody thought of needs the one in which everything does.
enum Scene {
    /// A connection that is cloned and closed beside its readers, and tasks that only sleep.
    CLONES {
        @Override
        void start(Stage stage, int port) {
            stage.thread(Threads.PLATFORM, "clone storm", new CloneStorm(stage)::play);
            bystanders(stage);
        }
    },
    /// Short connections and those who disturb them.
    CONNECTIONS {
        @Override
        void start(Stage stage, int port) {
            connections(stage, port);
        }
    },
    /// All actors.
    EVERYTHING {
        @Override
        void start(Stage stage, int port) {
            connections(stage, port);
            bystanders(stage);
            for (int i = 0; i < UDP_PAIRS; i++) {
                stage.task("UDP pair", new UdpPair(stage)::play);
            }
            for (int i = 0; i < SETS; i++) {
                stage.thread(kind(i), "set", new SetOfPairs(stage)::play);
            }
            for (int i = 0; i < GROUPS; i++) {
                stage.task("group", new GroupAndPermits(stage)::play);
            }
            for (int i = 0; i < CLONE_STORMS; i++) {
                stage.thread(kind(i), "clone storm", new CloneStorm(stage)::play);
            }
        }
    };

    private static final int CLIENTS = 60;
    private static final int DISRUPTORS = 12;
    private static final int UDP_PAIRS = 20;
    private static final int SETS = 4;
    private static final int GROUPS = 4;
    private static final int CLONE_STORMS = 4;
    private static final int BYSTANDERS = 4;

    /// Starts the actors; `port` is that of the server of records.
    abstract void start(Stage stage, int port);

    private static void connections(Stage stage, int port) {
        for (int i = 0; i < CLIENTS; i++) {
            stage.task("client", new TcpClient(stage, port)::play);
        }
        for (int i = 0; i < DISRUPTORS; i++) {
            stage.thread(kind(i), "disruptor", new Disruptor(stage)::play);
        }
    }

    private static void bystanders(Stage stage) {
        for (int i = 0; i < BYSTANDERS; i++) {
            stage.task("bystander", new Bystander(stage)::play);
        }
    }

    private static Threads kind(int number) {
        return Threads.values()[number % 2];
    }
}
