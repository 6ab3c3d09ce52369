package dev.minato.services.dns;

import dev.minato.address.IpAddr;

/// The border to dnsjava: names, questions and answers between text and bytes.
final class DnsMessages {
    private DnsMessages() {}

    static String absoluteName(String name) {
        return name.endsWith(".") ? name : name + ".";
    }

    static String reverseName(IpAddr address) {
        return address.toString();
    }

    /// Reads an answer, whose question is `question`'s.
    static DnsAnswer read(DnsQuestion question, byte[] message) {
        throw new UnsupportedOperationException("to come");
    }
}
