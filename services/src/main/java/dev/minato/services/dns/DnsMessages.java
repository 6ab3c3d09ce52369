package dev.minato.services.dns;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The border to dnsjava: names, questions and answers between text and bytes.
final class DnsMessages {
    /// The datagram that an answer may fill: not more than passes everywhere in one piece (DNS flag day
    /// 2020).
    static final int MAX_DATAGRAM = 1232;

    private DnsMessages() {}

    static String absoluteName(String name) {
        return parseName(name).toString();
    }

    private static Name parseName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "name must be of printable ASCII characters, other alphabets in Punycode,"
                            + " spaces as \\032, not '" + name + "'");
        }
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name of the DNS: '" + name + "': " + e.getMessage(), e);
        }
    }

    static String reverseName(IpAddr address) {
        byte[] octets = switch (address) {
            case Ipv4Addr v4 -> v4.octets();
            case Ipv6Addr v6 -> v6.octets();
        };
        return ReverseMap.fromAddress(octets).toString();
    }

    /// Returns the bytes of a question of the class IN.
    static byte[] wire(String name, int type) {
        byte[] encoded = parseName(name).toWire();
        byte[] wire = Arrays.copyOf(encoded, encoded.length + 4);
        wire[encoded.length] = (byte) (type >> 8);
        wire[encoded.length + 1] = (byte) type;
        wire[encoded.length + 3] = DClass.IN;
        return wire;
    }

    /// Returns the text of a name in bytes.
    static String name(byte[] wire) {
        try {
            return new Name(wire).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String typeName(int type) {
        return Type.string(type);
    }

    /// Returns a question as a message that asks for recursion, and with EDNS for up to 1,232 bytes.
    static byte[] query(int id, WireQuestion question, boolean edns) {
        var message = new Message(id);
        message.getHeader().setFlag(Flags.RD);
        message.addRecord(question(question), Section.QUESTION);
        if (edns) {
            int flags = question.dnssecOk() ? ExtendedFlags.DO : 0;
            message.addRecord(new OPTRecord(MAX_DATAGRAM, 0, 0, flags), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    private static Record question(WireQuestion question) {
        try {
            return Record.newRecord(new Name(question.name()), question.type(), question.dnsClass());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Reads a message; `IOException` for what is none.
    static Message read(byte[] message) throws IOException {
        try {
            return new Message(message);
        } catch (RuntimeException e) {
            // dnsjava has them for some records.
            throw new IOException(e);
        }
    }

    /// Returns a message without what holds for one hop only: its id, and its OPT record (RFC 6891 section
    /// 6.1.1).
    static byte[] withoutHop(Message message) {
        Header header = message.getHeader();
        header.setID(0);
        for (OPTRecord opt = message.getOPT(); opt != null; opt = message.getOPT()) {
            boolean _ = message.removeRecord(opt, Section.ADDITIONAL);
        }
        return message.toWire();
    }

    /// Reads an answer to `question` that [WireAnswer] has read before.
    static DnsAnswer read(DnsQuestion question, byte[] answer) {
        try {
            Message message = read(answer);
            return new DnsAnswer(
                    question,
                    DnsCode.of(message.getRcode()),
                    records(message, Section.ANSWER),
                    records(message, Section.AUTHORITY));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<DnsRecord> records(Message message, int section) {
        var records = new ArrayList<DnsRecord>();
        for (Record each : message.getSection(section)) {
            records.add(
                    new DnsRecord(each.getName().toString(), Type.string(each.getType()), each.getTTL(), data(each)));
        }
        return records;
    }

    /// dnsjava writes all zeros of an IPv6 address, and leaves out the quotes of a text where it can.
    private static String data(Record record) {
        return switch (record) {
            case AAAARecord aaaa -> IpAddr.of(aaaa.getAddress()).toString();
            case TXTRecord txt ->
                txt.getStrings(true).stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(" "));
            default -> record.rdataToString();
        };
    }
}
