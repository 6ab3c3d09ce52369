package dev.minato.services.game;

import java.util.Arrays;

/// The inputs of one player that wait for their ticks, each taken once and in order. It evens out jitter: one input is
/// taken a tick, and after a gap the first only when a second has come, or two ticks have passed.
///
/// **Nobody runs faster by sending more**: each tick gives one credit, an input costs one, and 12 are kept at most, so
/// that what was held up on the way can be made up for, two inputs a tick.
///
/// ```
///        taken                       newest
///  ──────┼────┬────┬────┬────┬────┬────┼────▶ sequence
///   done │ in │ in │    │ in │ in │ in │         at most SIZE
/// ```
final class InputQueue {
    /// What [#take] returns if there is no input.
    static final int NONE = -1;

    /// How many inputs wait at most: about a second.
    static final int SIZE = 64;

    private static final int MAX_CREDIT = 12;
    private static final int AHEAD = 2;
    private static final int LONG = 6;

    private final byte[] codes = new byte[SIZE];
    private int queued;
    private int taken;
    private int newest;
    private int credit;
    private int patience = AHEAD;

    InputQueue() {
        Arrays.fill(codes, (byte) NONE);
    }

    /// Takes in what is new in a packet; returns false, and takes nothing, if the packet is none of the newest.
    boolean offer(InputPacket packet) {
        if (!Serial.isNewer(packet.newest(), newest)) {
            return false;
        }
        newest = packet.newest();
        if (Serial.difference(newest, taken) > SIZE || Serial.difference(newest, taken) < 0) {
            // What lies between is lost for good.
            Arrays.fill(codes, (byte) NONE);
            queued = 0;
            taken = Serial.plus(newest, -packet.count());
        }
        for (int i = 0; i < packet.count(); i++) {
            put(Serial.plus(newest, i + 1 - packet.count()), packet.code(i));
        }
        return true;
    }

    private void put(int sequence, int code) {
        int at = sequence & SIZE - 1;
        if (Serial.isNewer(sequence, taken) && codes[at] == NONE) {
            codes[at] = (byte) code;
            queued++;
        }
    }

    // @start region="tick"
    /// Begins a tick, or several, if some were left out; returns how many inputs may be taken in it.
    int tick(int ticks) {
        credit = Math.min(MAX_CREDIT, credit + ticks);
        if (queued == 0) {
            patience = AHEAD;
            return 0;
        }
        if (queued < AHEAD && patience > 0) {
            patience--;
            return 0;
        }
        patience = 0;
        return Math.min(credit, queued > LONG ? 2 : 1);
    }
    // @end

    /// Takes the next input out, leaving out what is lost for good; [#NONE] if there is none.
    int take() {
        if (queued == 0) {
            return NONE;
        }
        int code;
        do {
            taken = Serial.plus(taken, 1);
            int at = taken & SIZE - 1;
            code = codes[at];
            codes[at] = NONE;
        } while (code == NONE);
        queued--;
        credit--;
        return code;
    }

    /// The number of the last input that was taken.
    int taken() {
        return taken;
    }

    /// The number of the newest input that came.
    int newest() {
        return newest;
    }
}
