package dev.minato.testing;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A class of tests that each have a connection of their own, over IPv4.
public abstract class ConnectedTest {
    /// The connection.
    protected Pair pair;

    /// Its end that connected.
    protected TcpStream near;

    /// Its end that was accepted.
    protected TcpStream far;

    @BeforeEach
    final void openConnection() throws NetException {
        pair = Pair.open();
        near = pair.near();
        far = pair.far();
    }

    /// Writes at the near end, one byte for each char.
    protected final void send(String latin1) throws NetException {
        near.writeAll(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @AfterEach
    final void closeConnection() throws NetException {
        pair.close();
    }
}
