package dev.minato.contract;

import dev.minato.net.TcpStream;
import dev.minato.testing.Pair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/// A contract whose tests each have a connection of their own.
abstract class ConnectedContract {
    @Parameter
    World world;

    Pair pair;
    TcpStream near;
    TcpStream far;

    @BeforeEach
    final void openConnection() throws Exception {
        pair = world.pair();
        near = pair.near();
        far = pair.far();
    }

    @AfterEach
    final void closeConnection() throws Exception {
        pair.close();
    }
}
