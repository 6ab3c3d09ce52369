package dev.minato.task;

import dev.minato.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What is logged of tasks while it is open, at all levels.
final class LoggedFailures extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Task.class.getName());

    final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private volatile Error failure;

    LoggedFailures() {
        LOGGER.setLevel(Level.FINE);
        LOGGER.addHandler(this);
    }

    List<Level> levelsOf(Throwable failure) {
        return of(failure).stream().map(LogRecord::getLevel).toList();
    }

    List<String> messagesOf(Throwable failure) {
        return of(failure).stream().map(LogRecord::getMessage).toList();
    }

    private List<LogRecord> of(Throwable failure) {
        return records.stream().filter(each -> failure.equals(each.getThrown())).toList();
    }

    void await(Throwable failure) throws Exception {
        Eventually.holds("logged: " + failure, () -> !of(failure).isEmpty());
    }

    /// What failed before it and would be logged after a second has been by then.
    void awaitMark() throws Exception {
        var mark = new IllegalStateException("the mark");
        Tasks.spawn(() -> {
            throw mark;
        });
        await(mark);
    }

    /// From now on the log fails, too.
    void failWith(Error error) {
        failure = error;
    }

    @Override
    public void publish(LogRecord entry) {
        Error failure = this.failure;
        if (failure != null) {
            throw failure;
        }
        records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(null);
    }
}
