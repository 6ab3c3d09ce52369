package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.minato.address.IpAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// A message of a socket's error queue: recvmsg(2) with MSG_ERRQUEUE; see [Abi] for the layouts, ip(7).
///
/// ```
///  msghdr ──▶ name      the receiver of the datagram that failed
///         └─▶ control   sock_extended_err, and who reported it
/// ```
///
/// The bytes of the datagram, which come too, are left out. What a send itself failed with for its length is
/// in the queue, too, and passed over: that send has said it.
public final class ErrorMessage {
    /// Room for the error and for all that a socket can ask to be told with each datagram.
    private static final int CONTROL_ROOM = 512;

    private static final FreeList<ErrorMessage> FREE = new FreeList<>(ErrorMessage::new);

    private final MemorySegment header = Arena.global().allocate(Abi.MSGHDR_SIZE, 8);
    private final MemorySegment name = Arena.global().allocate(SockAddr.SIZE, 8);
    private final MemorySegment control = Arena.global().allocate(CONTROL_ROOM, 8);
    private final CountedCalls.Call recvmsg =
            (fd, lent) -> Libc.recvmsg(lent.errno, fd, header, Abi.MSG_ERRQUEUE | Abi.MSG_TRUNC);

    private ErrorMessage() {}

    /// Takes the oldest ICMP error out of the queue; empty if there is none now.
    public static Optional<DatagramError> take(CountedCalls calls, String operation) throws NetException {
        ErrorMessage message = FREE.take();
        try {
            Optional<DatagramError> error = Optional.empty();
            while (error.isEmpty() && message.receive(calls, operation)) {
                error = message.decode();
            }
            return error;
        } finally {
            FREE.release(message);
        }
    }

    /// Returns false if the queue is empty.
    private boolean receive(CountedCalls calls, String operation) throws NetException {
        header.fill((byte) 0);
        header.set(JAVA_LONG, Abi.MSG_NAME, name.address());
        header.set(JAVA_INT, Abi.MSG_NAMELEN, SockAddr.SIZE);
        header.set(JAVA_LONG, Abi.MSG_CONTROL, control.address());
        header.set(JAVA_LONG, Abi.MSG_CONTROLLEN, CONTROL_ROOM);
        long result = calls.call(RefCountedFd.READING, operation, recvmsg);
        if (result < 0 && result != -Errno.EAGAIN) {
            throw Errno.of(operation, (int) -result);
        }
        return result >= 0;
    }

    private Optional<DatagramError> decode() {
        long at = find(Abi.IPPROTO_IP, Abi.IP_RECVERR);
        if (at < 0) {
            at = find(Abi.IPPROTO_IPV6, Abi.IPV6_RECVERR);
        }
        if (at < 0 || header.get(JAVA_INT, Abi.MSG_NAMELEN) == 0) {
            return Optional.empty();
        }
        int origin = control.get(JAVA_BYTE, at + Abi.EE_ORIGIN);
        if (origin != Abi.SO_EE_ORIGIN_ICMP && origin != Abi.SO_EE_ORIGIN_ICMP6) {
            return Optional.empty();
        }
        ErrorKind kind = Errno.kind(control.get(JAVA_INT, at + Abi.EE_ERRNO));
        int info = control.get(JAVA_INT, at + Abi.EE_INFO);
        return Optional.of(new DatagramError(
                kind,
                SockAddr.read(name),
                reporter(at + Abi.EE_OFFENDER),
                kind == ErrorKind.MESSAGE_TOO_LONG && info > 0 ? OptionalInt.of(info) : OptionalInt.empty(),
                control.get(JAVA_BYTE, at + Abi.EE_TYPE) & 0xff,
                control.get(JAVA_BYTE, at + Abi.EE_CODE) & 0xff));
    }

    private Optional<IpAddr> reporter(long at) {
        return control.get(JAVA_SHORT, at) == Abi.AF_UNSPEC
                ? Optional.empty()
                : Optional.of(SockAddr.read(control.asSlice(at, SockAddr.SIZE)).ip());
    }

    /// Returns where the data of such a control message begin; -1 if there is none.
    private long find(int level, int type) {
        long length = header.get(JAVA_LONG, Abi.MSG_CONTROLLEN);
        long at = 0;
        while (at + Abi.CMSG_DATA <= length) {
            if (control.get(JAVA_INT, at + Abi.CMSG_LEVEL) == level
                    && control.get(JAVA_INT, at + Abi.CMSG_TYPE) == type) {
                return at + Abi.CMSG_DATA;
            }
            int size = (int) control.get(JAVA_LONG, at + Abi.CMSG_LEN) - Abi.CMSG_DATA;
            at = ControlMessages.end((int) at, Math.max(0, size));
        }
        return -1;
    }
}
