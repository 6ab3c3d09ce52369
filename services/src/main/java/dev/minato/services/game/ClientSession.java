package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A client without socket, clock and threads: packets, inputs and the time go in, packets come out.
///
/// ```
///             CHALLENGE             WELCOME               GOODBYE
///   ASKING ──────────────▶ SHOWING ─────────▶ PLAYING ──────────────▶ ENDED
///      └── REFUSED ───────────┴───────────────────────────────────────▶
/// ```
///
/// Not for several threads at once.
final class ClientSession {
    private static final long ASK_AGAIN = 200_000_000;

    private final long nonce;
    private final long interpolationDelay;
    private final SessionCounts counts = new SessionCounts();
    private Cookie cookie = Cookie.NONE;
    private Optional<Playing> playing = Optional.empty();
    private Optional<String> end = Optional.empty();
    private long askAgain;
    private long lastHeard;

    /// @param nonce the number that its join is told apart by
    /// @param interpolationDelay nanoseconds
    /// @param now nanoseconds, as all times
    ClientSession(long nonce, long interpolationDelay, long now) {
        this.nonce = nonce;
        this.interpolationDelay = interpolationDelay;
        this.askAgain = now;
        this.lastHeard = now;
    }

    /// Takes in the packet that is the whole of a buffer.
    ///
    /// @param realLength how long it was when it was sent
    void receive(ByteBuffer packet, int realLength, long now) {
        counts.packetsIn++;
        counts.bytesIn += realLength;
        if (check(packet, realLength).or(() -> take(packet, now)).isPresent()) {
            counts.ignored++;
        } else {
            lastHeard = now;
        }
    }

    private static Optional<Malformed> check(ByteBuffer packet, int realLength) {
        PacketType type = Wire.type(packet);
        Optional<Malformed> wrong = Wire.checkHeader(packet);
        if (wrong.isPresent() && !(wrong.get() == Malformed.VERSION && type == PacketType.REFUSED)) {
            return wrong;
        }
        return type.fits(realLength) ? Optional.empty() : Optional.of(Malformed.LENGTH);
    }

    private Optional<Malformed> take(ByteBuffer packet, long now) {
        return switch (Wire.type(packet)) {
            case CHALLENGE, WELCOME, REFUSED -> join(packet, now);
            case SNAPSHOT, GOODBYE -> play(packet, now);
            case JOIN, INPUT, LEAVE, NONE -> Optional.of(Malformed.TYPE);
        };
    }

    private Optional<Malformed> join(ByteBuffer packet, long now) {
        if (JoinPacket.nonce(packet) != nonce) {
            return Optional.of(Malformed.UNKNOWN_PLAYER);
        }
        if (!isJoining()) {
            return Optional.of(Malformed.LATE);
        }
        switch (Wire.type(packet)) {
            case CHALLENGE -> {
                cookie = JoinAnswers.cookie(packet);
                askAgain = now;
            }
            case REFUSED -> end = Optional.of(JoinAnswers.refusal(packet).words());
            default -> {
                Optional<Welcome> welcome = Welcome.read(packet);
                playing = welcome.map(each -> new Playing(each, interpolationDelay, counts));
                return welcome.isPresent() ? Optional.empty() : Optional.of(Malformed.VALUE);
            }
        }
        return Optional.empty();
    }

    private Optional<Malformed> play(ByteBuffer packet, long now) {
        if (!hasToken(packet)) {
            return Optional.of(Malformed.UNKNOWN_PLAYER);
        }
        if (Wire.type(packet) == PacketType.GOODBYE) {
            end = Optional.of(JoinAnswers.end(packet).words());
            return Optional.empty();
        }
        return playing.orElseThrow().receive(packet, now);
    }

    /// Whether a packet is for this one, of several that share a socket; it may be malformed.
    boolean isFor(ByteBuffer packet) {
        return switch (Wire.type(packet)) {
            case CHALLENGE, WELCOME, REFUSED ->
                packet.limit() >= Wire.HEADER + Long.BYTES && JoinPacket.nonce(packet) == nonce;
            case SNAPSHOT, GOODBYE -> packet.limit() >= Wire.HEADER + Integer.BYTES && hasToken(packet);
            case JOIN, INPUT, LEAVE, NONE -> false;
        };
    }

    private boolean hasToken(ByteBuffer packet) {
        return playing.isPresent() && playing.get().token() == SnapshotPacket.token(packet);
    }

    /// Writes a JOIN, if one is to be sent now; false if not.
    boolean ask(ByteBuffer out, long now) {
        if (!isJoining() || now - askAgain < 0) {
            return false;
        }
        askAgain = now + ASK_AGAIN;
        JoinPacket.write(out, nonce, cookie);
        counts.sent(out);
        return true;
    }

    /// When [#ask] is to be called again, while it joins.
    long asksAgain() {
        return askAgain;
    }

    /// Takes a step, and writes the packet that is to be sent; false if it is in no game.
    boolean step(Input input, ByteBuffer out, long now) {
        if (playing.isEmpty() || end.isPresent()) {
            return false;
        }
        playing.get().step(input, out, now);
        counts.sent(out);
        return true;
    }

    /// Writes the packet that says that the player leaves; false if it is in no game.
    boolean leave(ByteBuffer out) {
        playing.ifPresent(each -> {
            JoinAnswers.leave(out, each.id(), each.token());
            counts.sent(out);
        });
        return playing.isPresent();
    }

    boolean isJoining() {
        return playing.isEmpty() && end.isEmpty();
    }

    /// The game, from the welcome on.
    Optional<Playing> playing() {
        return playing;
    }

    /// Why it is over, in words.
    Optional<String> end() {
        return end;
    }

    /// When a packet came last that was not ignored, or when the session began.
    long lastHeard() {
        return lastHeard;
    }

    SessionCounts counts() {
        return counts;
    }
}
