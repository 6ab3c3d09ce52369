package dev.minato.cli.game;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;

/// The terminal of a game: raw, on the alternate screen, without a cursor. It is as it was when this is closed, and
/// when the process ends without that.
///
/// Ctrl-C sends SIGINT as ever; Ctrl-Z and Ctrl-\ do nothing, since they would leave the terminal as it is.
public final class Terminal implements AutoCloseable {
    // DECSET and DECRST of xterm: alternate screen, cursor, wrap at the right edge.
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[2J";
    private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
    private static final String SELF = "\033[1;33m" + Screen.SELF + "\033[0m";
    private static final int NONE = 0;

    private final org.jline.terminal.Terminal terminal;
    private final Attributes before;
    private final Keys keys = new Keys();
    private final Thread restoring = new Thread(this::restore, "terminal-restore");
    private final AtomicBoolean isRestored = new AtomicBoolean();
    private List<String> shown = List.of();
    private Screen screen = new Screen(0, 0, false);

    private Terminal(org.jline.terminal.Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, true);
        raw.setControlChar(ControlChar.VSUSP, NONE);
        raw.setControlChar(ControlChar.VQUIT, NONE);
        terminal.setAttributes(raw);
        Runtime.getRuntime().addShutdownHook(restoring);
        terminal.writer().print(ENTER);
        terminal.flush();
        Thread.ofPlatform().daemon().name("keys").start(this::readKeys);
    }

    /// Takes over the terminal of standard input and output.
    ///
    /// @throws IOException if they are none, or one that cannot place text ($TERM is `dumb`)
    public static Terminal open() throws IOException {
        if (!Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
            throw new IOException("standard input or output is not one");
        }
        String type = System.getenv().getOrDefault("TERM", "");
        if (type.isEmpty() || type.startsWith(org.jline.terminal.Terminal.TYPE_DUMB)) {
            throw new IOException("TERM is '" + type + "'");
        }
        try {
            return new Terminal(TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .provider("ffm") // The others unpack a library into the folder for temporary files.
                    .nativeSignals(false)
                    .dumb(false)
                    .build());
        } catch (IllegalStateException e) {
            throw new IOException("it cannot be controlled", e);
        }
    }

    /// Reads standard input itself: a read of JLine's holds a lock that its `close` waits for.
    private void readKeys() {
        var in = new FileInputStream(FileDescriptor.in);
        try {
            while (!keys.wantsToQuit()) {
                keys.press(in.read());
            }
        } catch (IOException gone) {
            keys.press(-1);
        }
    }

    /// Returns what the player presses.
    public Keys keys() {
        return keys;
    }

    /// Returns what fits in now.
    public Screen screen() {
        Size size = terminal.getSize();
        return new Screen(size.getColumns(), size.getRows(), StandardCharsets.UTF_8.equals(terminal.outputEncoding()));
    }

    /// Shows lines of a screen; writes only those that have changed.
    public void show(Screen on, List<String> lines) {
        PrintWriter writer = terminal.writer();
        if (!on.equals(screen)) {
            writer.print("\033[2J");
            shown = List.of();
            screen = on;
        }
        for (int row = 0; row < lines.size(); row++) {
            String line = lines.get(row);
            if (row >= shown.size() || !shown.get(row).equals(line)) {
                // In the last column the cursor stays on what was written, and would erase that.
                String rest = line.length() < on.columns() ? "\033[K" : "";
                writer.print("\033[" + (row + 1) + ";1H" + line.replace(String.valueOf(Screen.SELF), SELF) + rest);
            }
        }
        shown = lines;
        writer.flush();
    }

    private void restore() {
        if (isRestored.compareAndSet(false, true)) {
            terminal.writer().print(LEAVE);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException ending) {
            // The process ends already, and has run or will run the hook, which does nothing any more.
        }
        try {
            terminal.close();
        } catch (IOException gone) {
            // A terminal that has hung up: there is nothing to give back.
        }
    }
}
