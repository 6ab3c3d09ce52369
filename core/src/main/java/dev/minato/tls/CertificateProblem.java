package dev.minato.tls;

/// Why a peer's certificate is not trusted.
public enum CertificateProblem {
    /// A certificate of the chain has expired.
    EXPIRED,
    /// A certificate of the chain is not valid yet; or the clock of this machine is wrong.
    NOT_YET_VALID,
    /// The certificate is good, but for other hosts than the one that was asked for.
    WRONG_HOST,
    /// The peer signed its certificate itself, and nobody said to trust this one.
    SELF_SIGNED,
    /// The chain ends at an authority that is not trusted.
    UNKNOWN_AUTHORITY,
    /// The peer sent only its own certificate, and that was signed by somebody who is not trusted. A server
    /// that is set up without the intermediate certificate of its authority does so.
    MISSING_INTERMEDIATE,
    /// A key is too short, or a signature of an algorithm that is too weak, by the JDK's rules
    /// (`jdk.certpath.disabledAlgorithms`) or those of this connection.
    WEAK,
    /// A certificate is used for what it is not made for: a client's by a server, one of no authority to sign
    /// others, or an authority's beyond its limits.
    WRONG_USAGE,
    /// None of the above; the message has the JDK's reason.
    OTHER
}
