package dev.minato.services.http;

import dev.minato.codec.Encoder;
import java.nio.ByteBuffer;

/// An encoder of answers, which are bytes already.
public final class HttpAnswerEncoder implements Encoder<HttpAnswer> {
    /// An encoder; it is stateless.
    public HttpAnswerEncoder() {}

    @Override
    public int maxEncodedLength(HttpAnswer answer) {
        return answer.length();
    }

    @Override
    public void encode(HttpAnswer answer, ByteBuffer output) {
        answer.put(output);
    }
}
