package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.Message;

/// Each message that may come gets the answer that the RFCs want, or none; what is taken is what was sent.
class QueryCheckTest {
    private static final String QUESTION = "01 61 04 74657374 00 0001 0001 ";
    private static final String OPT = "00 0029 04d0 00000000 0000 ";

    /// Headers with their counts behind them, what follows, and what becomes of it.
    static final List<Arguments> MESSAGES = List.of(
            Arguments.of("a query", "0100 0001 0000 0000 0000 " + QUESTION, "taken"),
            Arguments.of("with AD and CD", "0130 0001 0000 0000 0000 " + QUESTION, "taken"),
            Arguments.of("with OPT", "0100 0001 0000 0000 0001 " + QUESTION + OPT, "taken 1232"),
            Arguments.of(
                    "OPT with an option",
                    "0100 0001 0000 0000 0001 " + QUESTION + "00 0029 04d0 00000000 000c 000a 0008 0102030405060708",
                    "taken 1232"),
            Arguments.of(
                    "a record besides OPT",
                    "0100 0001 0000 0000 0002 " + QUESTION + "c00c 0001 0001 00000000 0004 c0000201 " + OPT,
                    "taken 1232"),
            Arguments.of("the root", "0100 0001 0000 0000 0000 00 0002 0001", "taken"),
            Arguments.of("any type", "0100 0001 0000 0000 0000 " + QUESTION.replace("0001 0001", "ff00 0001"), "taken"),
            Arguments.of("nothing", "", "ignored too_short"),
            Arguments.of("eleven bytes", "0100 0001 0000 0000 00", "ignored too_short"),
            Arguments.of("a response", "8100 0001 0000 0000 0000 " + QUESTION, "ignored response"),
            Arguments.of("a malformed response", "8100 0001 0000 0000 0000", "ignored response"),
            Arguments.of("opcode NOTIFY", "2100 0001 0000 0000 0000 " + QUESTION, "NOTIMP"),
            Arguments.of("opcode 15", "7900 0000 0000 0000 0000", "NOTIMP"),
            Arguments.of("no question", "0100 0000 0000 0000 0000", "FORMERR"),
            Arguments.of("two questions", "0100 0002 0000 0000 0000 " + QUESTION + QUESTION, "FORMERR"),
            Arguments.of("a question that is not there", "0100 0001 0000 0000 0000", "FORMERR"),
            Arguments.of("no class", "0100 0001 0000 0000 0000 01 61 00 0001 00", "FORMERR"),
            Arguments.of("a pointer to itself", "0100 0001 0000 0000 0000 c00c 0001 0001", "FORMERR"),
            Arguments.of(
                    "a label of 64", "0100 0001 0000 0000 0000 40 " + "61".repeat(64) + " 00 0001 0001", "FORMERR"),
            Arguments.of("an answer", "0100 0001 0001 0000 0000 " + QUESTION, "FORMERR"),
            Arguments.of("a record that is not there", "0100 0001 0000 0000 0001 " + QUESTION, "FORMERR"),
            Arguments.of(
                    "data that is not there",
                    "0100 0001 0000 0000 0001 " + QUESTION + "c00c 0001 0001 00000000 0004 c00002",
                    "FORMERR"),
            Arguments.of("bytes left over", "0100 0001 0000 0000 0000 " + QUESTION + "00", "FORMERR"),
            Arguments.of("two OPT", "0100 0001 0000 0000 0002 " + QUESTION + OPT + OPT, "FORMERR opt"),
            Arguments.of("OPT with a name", "0100 0001 0000 0000 0001 " + QUESTION + "0161" + OPT, "FORMERR"),
            Arguments.of("OPT as authority", "0100 0001 0000 0001 0000 " + QUESTION + OPT, "FORMERR"),
            Arguments.of(
                    "EDNS 1",
                    "0100 0001 0000 0000 0001 " + QUESTION + OPT.replaceFirst("00000000", "00010000"),
                    "BADVERS opt"),
            Arguments.of("no recursion", "0000 0001 0000 0000 0000 " + QUESTION, "REFUSED"),
            Arguments.of(
                    "class CH", "0100 0001 0000 0000 0000 " + QUESTION.replace("0001 0001", "0010 0003"), "REFUSED"),
            Arguments.of(
                    "class ANY",
                    "0100 0001 0000 0000 0001 " + QUESTION.replace("0001 0001", "0001 00ff") + OPT,
                    "REFUSED opt"),
            Arguments.of("AXFR", "0100 0001 0000 0000 0000 " + QUESTION.replace("0001 0001", "00fc 0001"), "NOTIMP"),
            Arguments.of(
                    "IXFR",
                    "0000 0001 0000 0001 0000 " + QUESTION.replace("0001 0001", "00fb 0001")
                            + "c00c 0006 0001 00000000 0000",
                    "NOTIMP"),
            Arguments.of(
                    "type OPT", "0100 0001 0000 0000 0000 " + QUESTION.replace("0001 0001", "0029 0001"), "NOTIMP"));

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /// A message with the id 4d2, in the middle of a buffer.
    private static ByteBuffer message(String hex) {
        byte[] rest = bytes(hex);
        int length = rest.length == 0 ? 0 : 2 + rest.length;
        var buffer = ByteBuffer.allocate(length + 10).position(5);
        if (length > 0) {
            buffer.putShort((short) 0x4D2).put(rest);
        }
        return buffer.position(5).limit(5 + length);
    }

    private static String outcome(QueryCheck check) {
        return switch (check) {
            case QueryCheck.Taken(Query query) ->
                "taken" + query.edns().map(edns -> " " + edns.size()).orElse("");
            case QueryCheck.Failed failed -> failed.code() + (failed.hasEdns() ? " opt" : "");
            case QueryCheck.Ignored(QueryResult result) ->
                "ignored " + result.name().toLowerCase(Locale.ROOT);
        };
    }

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("MESSAGES")
    void eachHasItsAnswer(String name, String hex, String outcome) throws Exception {
        ByteBuffer message = message(hex);
        int position = message.position();
        QueryCheck check = QueryCheck.of(message);
        assertThat(outcome(check)).as(name).isEqualTo(outcome);
        assertThat(message.position()).isEqualTo(position);
        if (check instanceof QueryCheck.Failed failed) {
            checkError(message, failed);
        }
    }

    private static void checkError(ByteBuffer message, QueryCheck.Failed failed) throws Exception {
        var reply = ByteBuffer.allocate(1000);
        Reply.error(message, failed, reply);
        assertThat(reply.remaining()).isLessThanOrEqualTo(message.remaining() + Reply.OPT_LENGTH);
        var read = new Message(Arrays.copyOf(reply.array(), reply.limit()));
        assertThat(read.getHeader().getID()).isEqualTo(0x4D2);
        assertThat(read.getRcode()).isEqualTo(code(failed));
        assertThat(read.getHeader().getOpcode()).isEqualTo(message.get(message.position() + 2) >> 3 & 15);
        assertThat(read.getHeader().getFlag(org.xbill.DNS.Flags.QR)).isTrue();
        assertThat(read.getOPT() != null).isEqualTo(failed.hasEdns());
        assertThat(read.getHeader().getCount(0)).isEqualTo(failed.questionLength() > 0 ? 1 : 0);
    }

    private static int code(QueryCheck.Failed failed) {
        return org.xbill.DNS.Rcode.value(
                failed.code().name().equals("BADVERS")
                        ? "BADVERS"
                        : failed.code().name());
    }

    /// A name may have 255 bytes, the last zero included.
    @ParameterizedTest
    @CsvSource({"61, taken", "62, FORMERR"})
    void nameHasABound(int lastLabel, String outcome) {
        String long63 = "3f" + "61".repeat(63);
        String name = long63.repeat(3) + HexFormat.of().toHexDigits((byte) lastLabel) + "61".repeat(lastLabel) + "00";
        assertThat(outcome(QueryCheck.of(message("0100 0001 0000 0000 0000 " + name + " 0001 0001"))))
                .isEqualTo(outcome);
    }

    /// Without EDNS 512 bytes; never more than 1,232, and never less than 512, whatever the asker says.
    @ParameterizedTest
    @CsvSource({"-1, 512", "0, 512", "511, 512", "513, 513", "1232, 1232", "4096, 1232", "65535, 1232"})
    void answerHasABound(int size, int max) {
        String opt = size < 0 ? "" : OPT.replace("04d0", "%04x".formatted(size));
        String hex = "0100 0001 0000 0000 000" + (size < 0 ? 0 : 1) + QUESTION + opt;
        var taken = (QueryCheck.Taken) QueryCheck.of(message(hex));
        assertThat(taken.query().maxDatagram()).isEqualTo(max);
    }

    /// What has no room is cut to the question, with TC, and what has just room is not.
    @ParameterizedTest
    @CsvSource({"0, 512, false", "0, 513, true", "1, 1221, false", "1, 1222, true", "1, 65000, true"})
    void answerIsCut(int opt, int length, boolean cut) throws Exception {
        String hex = "0100 0001 0000 0000 000" + opt + QUESTION + (opt == 1 ? OPT : "");
        var query = ((QueryCheck.Taken) QueryCheck.of(message(hex))).query();
        var answer = ByteBuffer.allocate(length + Reply.OPT_LENGTH)
                .put(bytes("0000 8580 0001 0001 0000 0000 " + QUESTION + "c00c 0010 0001 00000005"));
        answer.putShort((short) (length - answer.position() - 2)).limit(length).position(0);
        assertThat(Reply.answer(answer, query, query.maxDatagram())).isEqualTo(cut);
        assertThat(answer.remaining()).isLessThanOrEqualTo(query.maxDatagram());
        assertThat(answer.remaining()).isEqualTo((cut ? 12 + 12 : length) + opt * Reply.OPT_LENGTH);
        assertThat(answer.getShort(0)).isEqualTo((short) 0x4D2);
        assertThat((answer.getShort(2) & 0x200) != 0).isEqualTo(cut);
        assertThat(answer.getShort(6)).isEqualTo((short) (cut ? 0 : 1));
        assertThat(answer.getShort(10)).isEqualTo((short) opt);
    }

    @Test
    void failureSaysWhatWasAsked() throws Exception {
        var query = ((QueryCheck.Taken) QueryCheck.of(message("0110 0001 0000 0000 0001 " + QUESTION + OPT))).query();
        var reply = ByteBuffer.allocate(100);
        Reply.failure(query, reply);
        assertThat(HexFormat.of().formatHex(reply.array(), 0, reply.limit()))
                .isEqualTo("04d28192000100000000000101610474657374000001000100002904d0000000000000");
    }
}
