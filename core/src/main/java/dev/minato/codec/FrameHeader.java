package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// The header of a frame, which says how long the frame is. Keeps what the last [#parse] found, so that
/// nothing is allocated for a frame.
sealed interface FrameHeader permits LengthField, VarintField, TextLength {
    /// The length of a frame that no counter can hold.
    long TOO_LONG = Long.MAX_VALUE;

    /// The length of the header of a payload that the header cannot say.
    int UNSAYABLE = -1;

    /// Reads the header at the position of `input`, which stays; false if it has not come whole.
    ///
    /// @throws NetException `INVALID_DATA` if it is none
    boolean parse(ByteBuffer input) throws NetException;

    /// The length of the header in bytes.
    int length();

    /// The length of header and payload together in bytes, as the header says: negative or less than the
    /// header if the field makes no sense, [#TOO_LONG] if it overflows.
    long frame();

    /// The length of the longest header in bytes.
    int maxLength();

    /// The length of the header of a payload of `payload` bytes; [#UNSAYABLE] if the field cannot say that.
    int lengthFor(long payload);

    /// Writes the header of such a payload at the position of `output`, which moves behind it.
    void write(long payload, ByteBuffer output);

    static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_DATA, "decode", detail);
    }

    /// A sum of lengths that saturates at [#TOO_LONG].
    static long sum(long length, long more) {
        long sum = length + more;
        return length > 0 && more > 0 && sum < 0 ? TOO_LONG : sum;
    }
}
