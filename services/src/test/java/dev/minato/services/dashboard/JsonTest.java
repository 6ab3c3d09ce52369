package dev.minato.services.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.services.json.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written is JSON, on one line, whatever is in the texts.
class JsonTest {
    private static String quoted(String text) {
        String json = new Json().beginObject().field("t", text).endObject().toString();
        return json.substring("{\"t\":".length(), json.length() - 1);
    }

    @Test
    void valuesAreSeparated() {
        Json json = new Json()
                .beginObject()
                .field("a", 1)
                .field("b", "x")
                .field("c", true)
                .field("d", OptionalLong.empty())
                .field("e", OptionalLong.of(-2))
                .beginArray("f")
                .value(1)
                .value("y")
                .beginObject()
                .endObject()
                .endArray()
                .beginObject("g")
                .beginArray("h")
                .endArray()
                .endObject()
                .endObject();
        assertThat(json)
                .hasToString(
                        "{\"a\":1,\"b\":\"x\",\"c\":true,\"d\":null,\"e\":-2,\"f\":[1,\"y\",{}],\"g\":{\"h\":[]}}");
    }

    @Test
    void whatIsNoPlainTextIsEscaped() {
        assertThat(quoted("\"\\\n\r\t\0\u001f\u007f")).isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f\"");
        assertThat(quoted("ü 港 🚢")).isEqualTo("\"ü 港 🚢\"");
    }

    @ParameterizedTest
    @CsvSource({"d83d, ''", "dea2, ''", "d83d, x", "dea2, d83d"})
    void halfOfASurrogatePairIsEscaped(String half, String rest) {
        String after = rest.equals("d83d") ? "\ud83d" : rest;
        assertThat(quoted((char) Integer.parseInt(half, 16) + after))
                .startsWith("\"\\u" + half)
                .doesNotContain("\ud83d", "\udea2");
    }

    @Test
    void textsAreReadAsTheyWere() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String text = random.ints(random.nextInt(8), 0, 0x300)
                    .map(each -> each < 0x200 ? each % 0x80 : 0xd700 + each)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String json = quoted(text);
            assertThat(json).doesNotContain("\n", "\r");
            assertThat(Page.parse("{\"t\":" + json + "}")).isEqualTo(Map.of("t", text));
        }
    }

    @Test
    void numbersAreReadAsTheyWere() {
        String json = new Json()
                .beginObject()
                .field("a", Long.MAX_VALUE)
                .beginArray("b")
                .value(Long.MIN_VALUE)
                .endArray()
                .endObject()
                .toString();
        assertThat(Page.parse(json)).isEqualTo(Map.of("a", Long.MAX_VALUE, "b", List.of(Long.MIN_VALUE)));
    }
}
