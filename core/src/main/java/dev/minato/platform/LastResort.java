package dev.minato.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/// The end of the process, where a thread that others depend on has no memory left to go on.
///
/// Without that thread, an event loop or a timer, all who wait would wait for ever, in a process that looks
/// alive. Only an error of the virtual machine itself ends the process, and only in such a thread; elsewhere it
/// ends what it befell. Nothing is allocated here: one line goes to standard error, and the exit code is 3.
public final class LastResort {
    /// What the process exits with.
    public static final int EXIT_CODE = 3;

    private static final byte[] LINE =
            "minato: out of memory in a thread that others depend on; the process ends\n".getBytes(US_ASCII);
    private static final FileOutputStream ERROR = new FileOutputStream(FileDescriptor.err);

    private LastResort() {}

    /// Makes sure now that what [#endIfVital] needs is loaded.
    public static void prepare() {
        endIfVital(new AssertionError("harmless"));
    }

    /// Ends the process if `error` is one of the virtual machine; otherwise does nothing. To be called by a
    /// thread that others depend on.
    public static void endIfVital(Throwable error) {
        if (error instanceof VirtualMachineError) {
            try {
                ERROR.write(LINE);
            } catch (IOException | VirtualMachineError unsaid) {
                // The exit code still says it.
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }

    /// Runs the body of a thread that others depend on.
    public static void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable error) {
            endIfVital(error);
            throw error;
        }
    }
}
