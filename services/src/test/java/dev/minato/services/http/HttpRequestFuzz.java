package dev.minato.services.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Any bytes, in any pieces, give the same requests as all of them at once, and nothing after the last.
///
/// The first byte of the data is the length of a piece less one; the rest is the stream.
class HttpRequestFuzz {
    @FuzzTest
    void piecesDoNotMatter(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var whole = requests(data, data.length);

        assertThat(requests(data, 1 + Byte.toUnsignedInt(data[0]))).isEqualTo(whole);
        assertThat(requests(data, 1)).isEqualTo(whole);
        assertThat(whole.stream().limit(Math.max(0, whole.size() - 1)))
                .noneMatch(request -> request.contains(" CLOSE "));
    }

    private static List<String> requests(byte[] data, int piece) {
        var decoder = new HttpRequestDecoder();
        var input = ByteBuffer.allocate(decoder.maxBuffered());
        var requests = new ArrayList<String>();
        for (int at = 1; at < data.length; ) {
            int length = Math.min(Math.min(piece, data.length - at), input.remaining());
            assertThat(length).isPositive();
            input.put(data, at, length).flip();
            at += length;
            for (var next = decoder.decode(input); next.isPresent(); next = decoder.decode(input)) {
                requests.add(text(next.get()));
            }
            input.compact();
        }
        input.flip();
        for (var next = decoder.decodeEnd(input); next.isPresent(); next = decoder.decodeEnd(input)) {
            requests.add(text(next.get()));
        }
        return requests;
    }

    /// A view is to be read before the next request is decoded.
    private static String text(HttpRequest request) {
        return request.status() + " " + request.persistence() + " " + request.isHead() + " " + request.path() + "?"
                + request.query() + " of " + request.host();
    }
}
