package dev.minato.net;

/// In which order, and how soon, the addresses of a name are tried by a connect.
public enum AddressOrder {
    /// As RFC 8305 ("Happy Eyeballs") says: IPv6 and IPv4 in turn, beginning with the family of the first; the
    /// next when the one before has failed, or has not answered for 250 ms. The first that connects is taken,
    /// the others are closed.
    RACING,
    /// One after the other, as the look-up gave them: the next only when the one before has failed. One that
    /// does not answer takes all the time there is.
    STRICT
}
