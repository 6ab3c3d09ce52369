package dev.minato.platform.kernel;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/// A probe for EMFILE and ENFILE: whether a file descriptor is left, for failures that do not say so.
///
/// It opens a file and not a socket: the JDK's socket classes load a library at their first use, and are broken
/// for the rest of the process if that finds no file descriptor. For the real platforms.
public final class DescriptorProbe {
    private static final File FILE = new File("/dev/null");

    private DescriptorProbe() {}

    /// True if opening a file fails that is there; false where the answer is not known.
    public static boolean findsNone() {
        try (var probe = new FileInputStream(FILE)) {
            return !probe.getFD().valid();
        } catch (IOException none) {
            return FILE.exists(); // needs no descriptor
        }
    }
}
