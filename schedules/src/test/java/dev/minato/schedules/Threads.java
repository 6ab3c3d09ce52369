package dev.minato.schedules;

import dev.minato.task.Action;
import java.util.ArrayList;
import java.util.List;

/// The threads of one schedule. What one of them throws reaches Fray as the failure of that schedule.
public final class Threads {
    private Threads() {}

    public static Thread start(Action body) {
        var thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    public static void runAll(Action... bodies) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (Action body : bodies) {
            all.add(start(body));
        }
        for (Thread thread : all) {
            thread.join();
        }
    }
}
