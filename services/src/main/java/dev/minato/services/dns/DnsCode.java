package dev.minato.services.dns;

/// What a server says of a question as a whole: the response code (RFC 1035 section 4.1.1, RFC 6895).
public enum DnsCode {
    /// There is an answer, perhaps without a record.
    NOERROR(0),
    /// The server could not read the question.
    FORMERR(1),
    /// The server failed to find the answer.
    SERVFAIL(2),
    /// There is no such name.
    NXDOMAIN(3),
    /// The server does not do such things.
    NOTIMP(4),
    /// The server does not want to.
    REFUSED(5),
    /// A name exists that should not.
    YXDOMAIN(6),
    /// Records exist that should not.
    YXRRSET(7),
    /// Records do not exist that should.
    NXRRSET(8),
    /// The server is not an authority for the zone.
    NOTAUTH(9),
    /// A name is outside of the zone.
    NOTZONE(10),
    /// The server does not know this version of EDNS (RFC 6891).
    BADVERS(16),
    /// The server wants a cookie first (RFC 7873).
    BADCOOKIE(23),
    /// Any other code.
    OTHER(-1);

    private final int code;

    DnsCode(int code) {
        this.code = code;
    }

    static DnsCode of(int code) {
        for (DnsCode each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return OTHER;
    }

    /// Whether it answers the question: `NOERROR` or `NXDOMAIN`. Another server may know more than one that
    /// says anything else.
    public boolean isGood() {
        return this == NOERROR || this == NXDOMAIN;
    }
}
