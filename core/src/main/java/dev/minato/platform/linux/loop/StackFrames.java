package dev.minato.platform.linux.loop;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whose code a stack is in: the handler's, Minato's or the JDK's.
final class StackFrames {
    /// By their names, because on the class path nothing has a module. The services are handlers, as users' are.
    private static final Pattern MINATO = Pattern.compile("dev\\.minato\\.(activation|address|atomic|buffer|client"
            + "|codec|error|framed|io|jfr|metrics|net|platform|pool|proxy|server|task|tls)\\..*");

    private static final Pattern JDK = Pattern.compile("(java|jdk|sun|com\\.sun)\\..*");

    private static final Pattern LOADING =
            Pattern.compile("java\\.lang\\.(ClassLoader|invoke\\.MethodHandleNatives)|jdk\\.internal\\.loader\\..*");

    private StackFrames() {}

    /// The handler's innermost frame, such as `com.acme.Handler.serve(Handler.java:42)`; Minato's or the
    /// JDK's where it has none.
    static String handler(StackTraceElement[] stack) {
        return innermost(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + place(frame))
                .orElse("an unknown place");
    }

    /// The method of that frame, without its line.
    static String handlerMethod(StackTraceElement[] stack) {
        return innermost(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .orElse("an unknown place");
    }

    private static String place(StackTraceElement frame) {
        return frame.getFileName() == null ? "" : "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
    }

    private static Optional<StackTraceElement> innermost(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(frame -> !matches(JDK, frame) && !matches(MINATO, frame))
                .findFirst()
                .or(() -> Stream.of(stack).filter(frame -> !matches(JDK, frame)).findFirst())
                .or(() -> Stream.of(stack).findFirst());
    }

    /// Whether a class is being loaded, linked or initialized, which happens once.
    static boolean isLoadingClasses(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("<clinit>") || matches(LOADING, frame));
    }

    private static boolean matches(Pattern pattern, StackTraceElement frame) {
        return pattern.matcher(frame.getClassName()).matches();
    }
}
