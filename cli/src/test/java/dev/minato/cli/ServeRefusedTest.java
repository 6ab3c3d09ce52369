package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// What the machine refuses to `serve` is said in one line that names the service and the address, with exit
/// code 1, and nothing is left running.
class ServeRefusedTest {
    @Test
    void aTakenTcpPort() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertRefused("echo/tcp " + address + ": address in use", "kv=127.0.0.1:0", "echo/tcp=" + address);
        }
    }

    @Test
    void aTakenUdpPort() throws IOException {
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertRefused("reverse/udp " + address + ": address in use", "kv=127.0.0.1:0", "reverse=" + address);
        }
    }

    @Test
    void anAddressOfAnotherMachine() {
        assertRefused("kv/tcp 192.0.2.1:7881: address not available", "echo=127.0.0.1:0", "kv=192.0.2.1:7881");
    }

    @Test
    void aNameThatNobodyHas() {
        assertRefused("kv/tcp nobody.invalid:7881: host not found", "echo=127.0.0.1:0", "kv=nobody.invalid:7881");
    }

    private static void assertRefused(String said, String... bindings) {
        var arguments = new String[bindings.length + 1];
        arguments[0] = "serve";
        System.arraycopy(bindings, 0, arguments, 1, bindings.length);
        try (var minato = Program.minato(arguments)) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
            assertThat(minato.err().textToEnd())
                    .startsWith("minato: ")
                    .contains(said)
                    .hasLineCount(1);
            assertThat(minato.out().toEnd()).isEmpty();
        }
    }
}
