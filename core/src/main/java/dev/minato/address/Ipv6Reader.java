package dev.minato.address;

import java.util.Arrays;

/// A reader of the text of an IPv6 address (RFC 4291 section 2.2), from a cursor up to the first char that is
/// not part of it.
///
/// ```
/// address = 8 groups, or fewer with one "::" that stands for the missing ones (at least one)
/// group   = 1 to 4 hexadecimal digits; a strict IPv4 address may stand in place of the last two
/// ```
///
/// ```
/// 2001:db8::7:1.2.3.4      groups [2001 db8 7 102 304]   gap 2   count 5
///                          result [2001 db8 0 0 0 7 102 304]
/// ```
final class Ipv6Reader {
    private static final int GROUPS = 8;
    private static final int NO_GAP = -1;

    private final Cursor at;
    private final int[] groups = new int[GROUPS];
    private int count;
    private int gap = NO_GAP;

    private Ipv6Reader(Cursor at) {
        this.at = at;
    }

    static Ipv6Addr read(Cursor at) {
        return new Ipv6Reader(at).address();
    }

    private Ipv6Addr address() {
        readGroups();
        if (gap == NO_GAP && count < GROUPS) {
            throw at.error("expected ':' and another group");
        }
        if (gap != NO_GAP && count == GROUPS) {
            throw at.error("'::' beside eight groups stands for nothing");
        }
        return Ipv6Addr.ofSegments(spread());
    }

    private void readGroups() {
        if (at.take(':')) {
            at.expect(':');
            gap = 0;
            if (!at.isAtHexDigit()) {
                return;
            }
        }
        boolean more = readGroup();
        while (more && at.take(':')) {
            if (at.isAt(':')) {
                readGap();
                if (!at.isAtHexDigit()) {
                    return;
                }
            }
            more = readGroup();
        }
    }

    private void readGap() {
        if (gap != NO_GAP) {
            throw at.error(at.position() - 1, "'::' occurs twice");
        }
        at.expect(':');
        gap = count;
    }

    /// Whether another group may follow.
    private boolean readGroup() {
        int start = at.position();
        int group = at.hexGroup();
        if (at.isAt('.')) {
            at.moveTo(start);
            readIpv4();
            return false;
        }
        groups[count++] = group;
        return count < GROUPS;
    }

    private void readIpv4() {
        if (count > GROUPS - 2) {
            throw at.error("no room for an IPv4 address");
        }
        int bits = Ipv4Addr.read(at).bits();
        groups[count++] = bits >>> 16;
        groups[count++] = bits & 0xffff;
    }

    /// The groups with those after the gap moved to the end.
    private int[] spread() {
        if (gap != NO_GAP) {
            int tail = count - gap;
            System.arraycopy(groups, gap, groups, GROUPS - tail, tail);
            Arrays.fill(groups, gap, GROUPS - tail, 0);
        }
        return groups;
    }
}
