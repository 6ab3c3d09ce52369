package dev.minato.testing;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A class of tests that each have a listener of their own, on 127.0.0.1.
public abstract class ListeningTest {
    /// The listener.
    protected TcpListener listener;

    @BeforeEach
    final void bindListener() throws NetException {
        listener = TcpListener.bind("127.0.0.1:0");
    }

    @AfterEach
    final void closeListener() throws NetException {
        listener.close();
    }
}
