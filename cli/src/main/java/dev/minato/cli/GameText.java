package dev.minato.cli;

import java.util.Locale;

/// Words of the game's commands.
final class GameText {
    private GameText() {}

    /// Returns such as `1 player`, `1,200 players`.
    static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? what : what + "s");
    }

    /// Returns a share such as `4.9 %`.
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
