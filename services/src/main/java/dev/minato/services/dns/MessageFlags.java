package dev.minato.services.dns;

/// The second 16 bits of a message (RFC 1035 section 4.1.1, RFC 4035 section 3).
///
/// ```
///    15  14..11  10   9   8   7   6   5   4   3..0
///   ┌──┬───────┬───┬───┬───┬───┬───┬───┬───┬──────┐
///   │QR│ opcode│ AA│ TC│ RD│ RA│ Z │ AD│ CD│ code │
///   └──┴───────┴───┴───┴───┴───┴───┴───┴───┴──────┘
/// ```
final class MessageFlags {
    private static final int RESPONSE = 1 << 15;
    private static final int TRUNCATED = 1 << 9;
    private static final int RECURSION_DESIRED = 1 << 8;
    private static final int RECURSION_AVAILABLE = 1 << 7;
    private static final int CHECKING_DISABLED = 1 << 4;
    private static final int OPCODE = 15 << 11;
    private static final int CODE = 15;

    private MessageFlags() {}

    static boolean isResponse(int flags) {
        return (flags & RESPONSE) != 0;
    }

    static int opcode(int flags) {
        return (flags & OPCODE) >> 11;
    }

    static boolean isRecursionDesired(int flags) {
        return (flags & RECURSION_DESIRED) != 0;
    }

    static boolean isCheckingDisabled(int flags) {
        return (flags & CHECKING_DISABLED) != 0;
    }

    /// The flags of a forwarder's answer. It is neither authoritative nor validated: AA and AD are not set,
    /// since nobody knows what came on the way here.
    static int ofAnswer(boolean checkingDisabled, int code) {
        return RESPONSE
                | RECURSION_DESIRED
                | RECURSION_AVAILABLE
                | (checkingDisabled ? CHECKING_DISABLED : 0)
                | code & CODE;
    }

    /// The flags of an error, which has opcode, RD and CD of the query.
    static int ofError(int query, int code) {
        return RESPONSE | query & (OPCODE | RECURSION_DESIRED | CHECKING_DISABLED) | RECURSION_AVAILABLE | code & CODE;
    }

    static int truncated(int flags) {
        return flags | TRUNCATED;
    }
}
