package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Any text is a number exactly if it looks like one, and then the one that Java reads.
class DecimalTextFuzz {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("(?i)([+-]?)(nan|inf|infinity)");

    private final DecimalText number = new DecimalText();

    @FuzzTest
    void numberIsThatOfJava(byte[] data) {
        check(new String(data, ISO_8859_1));
        check(printable(data));
    }

    /// The same with the characters of numbers alone.
    private static String printable(byte[] data) {
        var text = new StringBuilder();
        for (byte each : data) {
            text.append("0123456789.eE+-09".charAt(Math.floorMod(each, 17)));
        }
        return text.toString();
    }

    private void check(String text) {
        var bytes = ByteBuffer.wrap((" " + text + "1").getBytes(ISO_8859_1));
        boolean isNumber = number.parse(bytes, 1, text.length() + 1);
        var word = WORD.matcher(text);
        if (word.matches()) {
            double size = word.group(2).toLowerCase(Locale.ROOT).equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            assertThat(number.value()).isEqualTo(Double.valueOf(word.group(1).equals("-") ? -size : size));
        } else if (NUMBER.matcher(text).matches()) {
            assertThat(number.value()).as(text).isEqualTo(Double.valueOf(text));
        } else {
            assertThat(isNumber).as(text).isFalse();
            return;
        }
        assertThat(isNumber).as(text).isTrue();
    }
}
