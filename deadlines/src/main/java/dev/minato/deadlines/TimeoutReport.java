package dev.minato.deadlines;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/// The report of a test that exceeds its `@Timeout`, written before JUnit interrupts it.
public final class TimeoutReport implements PreInterruptCallback {
    /// Called by `ServiceLoader`.
    public TimeoutReport() {}

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext test) {
        ThreadDump.print("timed out: " + test.getUniqueId() + ", in thread \""
                + interrupt.getThreadToInterrupt().getName() + "\"");
    }
}
