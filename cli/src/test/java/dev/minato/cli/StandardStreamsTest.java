package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Standard input and output that somebody else has made non-blocking are waited for; a standard error that
/// nobody reads stops nothing.
class StandardStreamsTest {
    /// Runs its arguments beside a peer, with a pipe, a socket or a terminal as standard input and output
    /// that is non-blocking. The peer sends back what it gets; both ends of `minato` are slower than the
    /// network.
    private static final String NON_BLOCKING = """
            import os, pty, socket, subprocess, sys, threading, tty
            kind, size = sys.argv[1], 600000
            def pair():
                if kind == 'pipe':
                    return os.pipe()
                if kind == 'terminal':
                    far, near = pty.openpty()
                    tty.setraw(near)
                    return far, near
                a, b = socket.socketpair()
                return a.detach(), b.detach()
            if kind == 'pipe':
                stdin, feed = pair()
                read, stdout = pair()
            else:
                feed, stdin = pair()
                read, stdout = pair()
            for fd in (stdin, stdout):
                os.set_blocking(fd, False)
            listener = socket.create_server(('127.0.0.1', 0))
            command = sys.argv[2:] + ['connect', '127.0.0.1:%d' % listener.getsockname()[1]]
            child = subprocess.Popen(command, stdin=stdin, stdout=stdout)
            os.close(stdin), os.close(stdout)
            peer, _ = listener.accept()
            def echo():
                left = size
                while left > 0:
                    data = peer.recv(65536)
                    if not data:
                        break
                    left -= len(data)
                    peer.sendall(data)
                peer.shutdown(socket.SHUT_RDWR)
            threading.Thread(target=echo, daemon=True).start()
            sent = b'0123456789' * (size // 10)
            def write():
                for at in range(0, size, 5000):
                    data = sent[at:at + 5000]
                    while data:
                        data = data[os.write(feed, data):]
                if kind != 'terminal':
                    os.close(feed)
            threading.Thread(target=write, daemon=True).start()
            got = b''
            while len(got) < size:
                try:
                    data = os.read(read, 4096)
                except OSError:
                    break
                if not data:
                    break
                got += data
            print('same' if got == sent else 'got %d of %d bytes' % (len(got), size), 'exit', child.wait())
            """;

    /// Runs its arguments with standard output and error as one pipe that nobody reads; connects until that
    /// must be full, then asks the service once more, reads the pipe if told so, and ends the process.
    private static final String UNREAD_ERROR = """
            import os, re, signal, socket, subprocess, sys, time
            reads_late = sys.argv[1] == 'late'
            out, write = os.pipe()
            child = subprocess.Popen(sys.argv[2:], stdout=write, stderr=write)
            os.close(write)
            text = b''
            while not re.search(rb'127.0.0.1:(\\d+)', text):
                text += os.read(out, 4096)
            port = int(re.search(rb'127.0.0.1:(\\d+)', text).group(1))
            def ask():
                with socket.create_connection(('127.0.0.1', port), 30) as s:
                    s.settimeout(30)
                    s.sendall(b'x')
                    assert s.recv(1) == b'x'
            for _ in range(6000):
                ask()
            ask()
            if reads_late:
                os.set_blocking(out, False)
                while b'dropped' not in text[-65536:]:
                    try:
                        data = os.read(out, 65536)
                    except BlockingIOError:
                        time.sleep(0.01)
                        continue
                    if not data:
                        break
                    text += data
                print(next(line for line in text.decode().splitlines() if 'dropped' in line))
            child.send_signal(signal.SIGTERM)
            print('exit', child.wait(30))
            """;

    private static String nonBlocking(String kind) {
        return python(NON_BLOCKING, kind);
    }

    private static String python(String script, String first, String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", script, first));
        command.addAll(Program.minatoCommand(arguments));
        return Program.outputOf("", command.toArray(String[]::new));
    }

    @Test
    void aNonBlockingPipeIsWaitedFor() {
        assertThat(nonBlocking("pipe")).isEqualTo("same exit 0\n");
    }

    @Test
    void aNonBlockingSocketIsWaitedFor() {
        assertThat(nonBlocking("socket")).isEqualTo("same exit 0\n");
    }

    @Test
    void aNonBlockingTerminalIsWaitedFor() {
        assertThat(nonBlocking("terminal")).isEqualTo("same exit 0\n");
    }

    @Test
    void aLogThatNobodyReadsStopsNeitherServicesNorTheDrain() {
        String[] serve = {"serve", "--verbose", "echo/tcp=127.0.0.1:0"};
        assertThat(python(UNREAD_ERROR, "never", serve)).isEqualTo("exit 0\n");
    }

    @Test
    void whatALogDroppedIsSaidOnceItIsRead() {
        String[] serve = {"serve", "--verbose", "echo/tcp=127.0.0.1:0"};
        assertThat(python(UNREAD_ERROR, "late", serve))
                .matches("(?s)minato: \\d+ messages were dropped, because nobody read standard error\nexit 0\n");
    }
}
