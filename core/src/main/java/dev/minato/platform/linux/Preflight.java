package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.ErrorKind;
import dev.minato.platform.Choice;
import dev.minato.platform.linux.loop.VirtualThreads;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import java.lang.foreign.Arena;
import java.util.Set;

/// The check of what this platform needs of the machine and of Java, before anything of it is created.
///
/// A missing need is an `UnsupportedOperationException` whose message says which.
final class Preflight {
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    private Preflight() {}

    /// Tries everything; returns how Java gives native access.
    static Choice check() {
        checkSystem(System.getProperty("os.name"), System.getProperty("os.arch"));
        boolean enabled = Preflight.class.getModule().isNativeAccessEnabled();
        checkCalls();
        checkEpoll();
        return nativeAccess(enabled, Preflight.class.getModule().isNativeAccessEnabled());
    }

    static void checkSystem(String system, String processor) {
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException("this is " + system);
        }
        if (!PROCESSORS.contains(processor)) {
            throw new UnsupportedOperationException("the processor is " + processor + ", not x86-64 or aarch64");
        }
    }

    /// Links the functions of the C library that every socket may need.
    private static void checkCalls() {
        try {
            Libc.link();
        } catch (ExceptionInInitializerError e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (LinkageError e) {
            throw refused(e);
        }
    }

    private static UnsupportedOperationException refused(Throwable cause) {
        String reason = cause instanceof IllegalCallerException
                ? "Java denies native access (" + flag() + " gives it)"
                : "the C library cannot be linked: " + cause;
        return new UnsupportedOperationException(reason, cause);
    }

    /// A sandbox may forbid it.
    private static void checkEpoll() {
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(JAVA_INT);
            int epoll = Libc.epollCreate1(errno, Abi.EPOLL_CLOEXEC);
            if (epoll < 0 && Errno.kind(-epoll) == ErrorKind.TOO_MANY_OPEN_FILES) {
                return; // It can be had, only not at this moment.
            }
            if (epoll < 0) {
                throw new UnsupportedOperationException("epoll cannot be had: "
                        + Errno.of("epoll_create1", -epoll).getMessage());
            }
            Libc.close(errno, epoll);
        }
    }

    /// Without its flag, Java prints a warning at the first link and from then on says that access is enabled.
    private static Choice nativeAccess(boolean before, boolean after) {
        if (before) {
            return new Choice("native access", "enabled", flag());
        }
        if (!after) {
            return new Choice("native access", "allowed", "--illegal-native-access=allow");
        }
        return new Choice(
                "native access",
                "tolerated",
                "not asked for, so Java has printed a warning",
                "add " + flag() + ": a later Java will refuse without it");
    }

    private static String flag() {
        return "--enable-native-access=" + VirtualThreads.module();
    }
}
