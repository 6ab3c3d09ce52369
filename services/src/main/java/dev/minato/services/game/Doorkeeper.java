package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The cookies by which a server knows that who joins is where he says he is. It keeps nothing of who asks: a cookie
/// is an HMAC-SHA256 of the address and the nonce, under a key that changes.
///
/// ```
///   key 1         key 2         key 3
///  ├─────────────┼─────────────┼─────────────▶ time, 15 s each
///     └ a cookie counts ──────▶┘                15 to 30 s
/// ```
final class Doorkeeper {
    static final long KEY_NANOS = 15_000_000_000L;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final RandomGenerator random;
    private Mac current;
    private Optional<Mac> previous = Optional.empty();
    private long since;

    /// @param random makes the keys, which nobody must be able to guess
    /// @param now nanoseconds
    Doorkeeper(RandomGenerator random, long now) {
        this.random = random;
        this.current = newKey();
        this.since = now;
    }

    Cookie cookie(SocketAddr address, long nonce, long now) {
        changeKey(now);
        return cookie(current, address, nonce);
    }

    /// Whether that address was given the cookie for that nonce, not too long ago.
    boolean accepts(Cookie cookie, SocketAddr address, long nonce, long now) {
        changeKey(now);
        return cookie.isSame(cookie(current, address, nonce))
                || previous.isPresent() && cookie.isSame(cookie(previous.get(), address, nonce));
    }

    private void changeKey(long now) {
        long age = now - since;
        if (age >= KEY_NANOS) {
            previous = age < 2 * KEY_NANOS ? Optional.of(current) : Optional.empty();
            current = newKey();
            since = age < 2 * KEY_NANOS ? since + KEY_NANOS : now;
        }
    }

    private static Cookie cookie(Mac key, SocketAddr address, long nonce) {
        key.update(address.toString().getBytes(StandardCharsets.US_ASCII));
        return Cookie.of(
                key.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(nonce).array()));
    }

    private Mac newKey() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has " + ALGORITHM, e);
        }
    }
}
