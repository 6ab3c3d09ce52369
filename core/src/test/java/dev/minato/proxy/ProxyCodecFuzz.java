package dev.minato.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Any bytes give the same in any pieces, and what is read is what is written.
class ProxyCodecFuzz {
    @FuzzTest
    void aHeaderIsTheSameInPieces(byte[] data) {
        Outcome whole = Outcome.of(new ProxyCodec(), data, data.length);
        var codec = new ProxyCodec();
        Outcome pieces = Outcome.NOTHING;
        for (int length = 0; length <= data.length && pieces.equals(Outcome.NOTHING); length++) {
            pieces = Outcome.of(codec, data, length);
        }
        assertThat(pieces.isFailed).isEqualTo(whole.isFailed);
        assertThat(pieces.header).isEqualTo(whole.header);
        assertThat(pieces.taken).isEqualTo(whole.taken);
    }

    /// The data behind a signature: more of it is a header then.
    @FuzzTest
    void aBinaryHeaderIsTheSameInPieces(byte[] data) {
        aHeaderIsTheSameInPieces(Headers.join(Headers.hex(Headers.SIGNATURE), data));
    }

    @FuzzTest
    void aTextHeaderIsTheSameInPieces(byte[] data) {
        aHeaderIsTheSameInPieces(Headers.join(Headers.text("PROXY "), data, Headers.text("\r\n")));
    }

    @FuzzTest
    void whatIsReadIsWhatIsWritten(byte[] data) throws NetException {
        byte[] input = data.length > 0 && data[0] == 0
                ? Headers.join(Headers.hex(Headers.SIGNATURE), Arrays.copyOfRange(data, 1, data.length))
                : data;
        Outcome outcome = Outcome.of(new ProxyCodec(), input, input.length);
        if (outcome.header.isPresent()) {
            byte[] written = Headers.encode(outcome.header.get());
            assertThat(Headers.decode(written).map(ProxyCodecFuzz::withoutChecksums))
                    .isEqualTo(outcome.header.map(ProxyCodecFuzz::withoutChecksums));
        }
    }

    /// A checksum is one of all bytes of its header, some of which mean nothing and are not kept, as the address
    /// family of a LOCAL one.
    private static ProxyHeader withoutChecksums(ProxyHeader header) {
        List<ProxyTlv> others = header.tlvs().stream()
                .filter(each -> each.type() != ProxyTlv.CRC32C)
                .toList();
        return new ProxyHeader(header.version(), header.command(), header.source(), header.destination(), others);
    }

    /// What came of a call.
    private record Outcome(Optional<ProxyHeader> header, boolean isFailed, int taken) {
        static final Outcome NOTHING = new Outcome(Optional.empty(), false, 0);

        static Outcome of(ProxyCodec codec, byte[] data, int length) {
            var input = ByteBuffer.wrap(data, 0, length);
            try {
                return new Outcome(codec.decode(input), codec.isFailed(), input.position());
            } catch (NetException e) {
                return new Outcome(Optional.empty(), codec.isFailed(), input.position());
            }
        }
    }
}
