package dev.minato.platform.wait;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The end of the process where a thread that others depend on, such as an event loop or a timer, cannot go on.
///
/// Without that thread, all who wait would wait for ever, in a process that looks alive. So a line goes to
/// standard error, and the exit code is 3. An error that befalls any other thread, such as a handler's, ends
/// what it befell and not the process, unless it breaks a class for all.
///
/// Where memory is exhausted nothing is allocated here, and no class loaded or initialized: that is done when
/// this class is. A standard error that nobody reads holds up the end for five seconds: a thread that was
/// started in advance halts the process then.
public final class LastResort {
    /// The exit code of the process.
    public static final int EXIT_CODE = 3;

    private static final long MAX_WRITE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// Causes that are looked at; a chain may be a circle.
    private static final int MAX_CAUSES = 16;

    private static final byte[] OUT_OF_MEMORY = line("out of memory");
    private static final byte[] STACK_OVERFLOW = line("stack overflow");
    private static final byte[] VIRTUAL_MACHINE = line("an error of the Java virtual machine");
    private static final byte[] BUG = line("a bug");

    private static final FileOutputStream ERROR = new FileOutputStream(FileDescriptor.err);
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    /// Halts the process in time once it is `ENDING`.
    private static final Thread HALTER =
            Thread.ofPlatform().daemon().name("minato-last-resort").unstarted(LastResort::awaitEnd);

    static {
        // Not a hook, so nothing is removed; but the JDK's classes for the end of a process are initialized.
        Runtime.getRuntime().removeShutdownHook(HALTER);
        // Its first call links a method handle, which allocates.
        boolean unchanged = ENDING.compareAndSet(true, true);
        assert !unchanged;
        // The first use of a class resolves it through its loader, which allocates: both threads of the end would
        // fail on it.
        LockSupport.unpark(Thread.currentThread());
        leaveTimeToWrite(1);
        try {
            HALTER.start();
            ERROR.write(lineOf(new OutOfMemoryError("a rehearsal")), 0, 0);
        } catch (IOException | OutOfMemoryError unbounded) {
            // Then there will be nobody to tell, or no bound to the time that it takes.
        }
    }

    private LastResort() {}

    private static byte[] line(String what) {
        return ("minato: " + what + " in a thread that others depend on; the process ends\n").getBytes(US_ASCII);
    }

    /// Loads and initializes what the end needs; to be called while there is memory. No-op afterwards.
    public static void prepare() {
        endIfVital(new AssertionError("harmless"));
    }

    /// Ends the process if `error` is an error of the virtual machine, such as exhausted memory, or was
    /// caused by one; otherwise does nothing. To be called by a thread that others depend on.
    public static void endIfVital(Throwable error) {
        if (ofVirtualMachine(error)) {
            end(error);
        }
    }

    /// Ends the process if `error` says that a class or a call site cannot be used any more, because there was no
    /// memory when it was needed first: every other thread that needs it would fail in the same way, for ever.
    /// Otherwise does nothing. To be called by any thread.
    public static void endIfBroken(Throwable error) {
        if (isCausedBy(error, LinkageError.class) && isCausedBy(error, OutOfMemoryError.class)) {
            end(error);
        }
    }

    /// Runs the body of a thread that others depend on: whatever the body throws ends the process.
    public static void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable error) {
            end(error);
            throw error;
        }
    }

    /// A class whose initialization ran out of memory can never be used again, so a `LinkageError` counts too.
    private static boolean ofVirtualMachine(Throwable error) {
        return isCausedBy(error, VirtualMachineError.class) || isCausedBy(error, LinkageError.class);
    }

    private static boolean isCausedBy(Throwable error, Class<? extends Throwable> type) {
        @Nullable Throwable at = error;
        for (int i = 0; i < MAX_CAUSES && at != null; i++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    @SuppressWarnings("Finally") // a halt does not return
    private static void end(Throwable error) {
        try {
            if (ENDING.compareAndSet(false, true)) {
                LockSupport.unpark(HALTER);
                tell(error);
            } else {
                leaveTimeToWrite(MAX_WRITE_NANOS);
            }
        } catch (Throwable untold) {
            // The exit code still says it.
        } finally {
            halt();
        }
    }

    /// Memory that is exhausted shows in the line alone; what else there was is printed with its stack.
    private static void tell(Throwable error) throws IOException {
        byte[] line = lineOf(error);
        ERROR.write(line, 0, line.length);
        if (!isCausedBy(error, OutOfMemoryError.class)) {
            error.printStackTrace();
        }
    }

    private static byte[] lineOf(Throwable error) {
        if (isCausedBy(error, OutOfMemoryError.class)) {
            return OUT_OF_MEMORY;
        }
        if (isCausedBy(error, StackOverflowError.class)) {
            return STACK_OVERFLOW;
        }
        return ofVirtualMachine(error) ? VIRTUAL_MACHINE : BUG;
    }

    private static void awaitEnd() {
        while (!ENDING.get()) {
            LockSupport.park(HALTER);
        }
        leaveTimeToWrite(MAX_WRITE_NANOS);
        halt();
    }

    /// A park may end at once, as the one after an unpark that came before it.
    private static void leaveTimeToWrite(long nanos) {
        long start = System.nanoTime();
        for (long spent = 0; spent < nanos; spent = System.nanoTime() - start) {
            LockSupport.parkNanos(nanos - spent);
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
