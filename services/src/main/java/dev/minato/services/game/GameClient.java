package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// A player in a game: sends what he presses, and knows what he sees.
///
/// For one thread at a time, which calls [#step] 60 times a second.
public final class GameClient implements AutoCloseable {
    private GameClient() {}

    /// Joins a game, waiting until the server lets it in.
    ///
    /// `REFUSED_BY_PEER` with the reason in words if the server does not want it: the game is full, or speaks
    /// another version; `CONNECTION_REFUSED` if nobody listens there; `TIMED_OUT` after
    /// [GameClientSettings#joinTimeout] without an answer; `INTERRUPTED`; otherwise as a [dev.minato.net.UdpSocket].
    public static GameClient join(SocketAddr server, GameClientSettings settings) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "join", "not yet");
    }

    /// Returns the player's number.
    public int id() {
        throw new UnsupportedOperationException();
    }

    /// Returns the rules of the game, as the server has told them.
    public GameRules rules() {
        throw new UnsupportedOperationException();
    }

    /// Takes one step: takes in what came, moves the player at once, and sends the input. Does not wait.
    ///
    /// `REFUSED_BY_PEER` once the server has said that the game is over for this player, with the reason in words;
    /// `TIMED_OUT` when it was silent for [GameClientSettings#joinTimeout]; `CLOSED`.
    public void step(Input input) throws NetException {
        throw new UnsupportedOperationException();
    }

    /// Takes in what came, and returns what there is to see now. Fails as [#step].
    public GameView view() throws NetException {
        throw new UnsupportedOperationException();
    }

    /// Returns what was measured so far.
    public ClientStats stats() {
        throw new UnsupportedOperationException();
    }

    /// Leaves the game. No-op if closed.
    @Override
    public void close() {}
}
