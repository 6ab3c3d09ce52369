package dev.minato.services.dns;

import java.util.List;
import java.util.Objects;

/// What a server answered.
///
/// @param question what was asked
/// @param code what is said of the question as a whole
/// @param records the answer: records of the type that was asked for, and the aliases (CNAME) that lead to
///     them. Empty if there are none, with `NOERROR` for a name that has records of other types only
/// @param authority records that say who knows; the SOA record of a negative answer
public record DnsAnswer(DnsQuestion question, DnsCode code, List<DnsRecord> records, List<DnsRecord> authority) {
    /// Copies the lists.
    public DnsAnswer {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(code, "code");
        records = List.copyOf(records);
        authority = List.copyOf(authority);
    }

    /// The data of all records of the type that was asked for, in the server's order.
    public List<String> data() {
        return records.stream()
                .filter(record -> record.is(question.type()))
                .map(DnsRecord::data)
                .toList();
    }
}
