package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.io.IOException;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// A query that came to a [FakeServer], and the ways to answer it.
///
/// @param bytes the message
/// @param sender where it came from
/// @param tcp whether it came over TCP or TLS
/// @param way where answers go
record FakeQuery(byte[] bytes, SocketAddr sender, boolean tcp, Way way) {
    /// Sends a message to whoever asked.
    interface Way {
        void send(byte[] message) throws NetException;
    }

    Message message() {
        try {
            return new Message(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int id() {
        return message().getHeader().getID();
    }

    String name() {
        return message().getQuestion().getName().toString();
    }

    void reply(byte[] message) throws NetException {
        way.send(message);
    }

    /// Answers with these lines of a zone file, such as `example.test. 300 IN A 192.0.2.1`.
    void answer(String... lines) throws NetException {
        reply(answer(0, lines).toWire());
    }

    void code(int code) throws NetException {
        reply(answer(code).toWire());
    }

    /// Returns an answer with that code; lines of SOA records are those of its authority.
    Message answer(int code, String... lines) {
        Message query = message();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(code);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (String line : lines) {
            answer.addRecord(record(line), line.contains(" SOA ") ? Section.AUTHORITY : Section.ANSWER);
        }
        return answer;
    }

    /// Returns an answer that says it was cut short.
    byte[] truncated() {
        Message answer = answer(0);
        answer.getHeader().setFlag(Flags.TC);
        return answer.toWire();
    }

    private static Record record(String line) {
        var words = List.of(line.split(" ", 5));
        try {
            return Record.fromString(
                    Name.fromString(words.get(0)),
                    org.xbill.DNS.Type.value(words.get(3)),
                    DClass.IN,
                    Long.parseLong(words.get(1)),
                    words.get(4),
                    Name.root);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
