package dev.minato.services.dns;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.util.ArrayList;
import java.util.List;

/// The addresses of one host: AAAA and A are asked for at the same time, and aliases (CNAME) followed to
/// their end.
final class HostLookup {
    /// As many aliases as BIND follows.
    private static final int MAX_ALIASES = 16;

    private final Asking asking;
    private final String host;

    /// Asks a question now, for an answer that is awaited later.
    interface Asking {
        Asked ask(DnsQuestion question) throws NetException;
    }

    /// A question that was asked.
    interface Asked {
        DnsAnswer await() throws NetException;
    }

    HostLookup(Asking asking, String host) {
        this.asking = asking;
        this.host = host;
    }

    /// Returns the addresses with a port, those of IPv6 first; none if the name has none. A family that
    /// cannot be found out is left out if the other one has addresses; else it is what this fails with.
    List<SocketAddr> find(int port) throws NetException {
        var questions = List.of(new DnsQuestion(host, DnsType.AAAA), new DnsQuestion(host, DnsType.A));
        var asked = new ArrayList<Asked>();
        for (DnsQuestion question : questions) {
            asked.add(asking.ask(question));
        }
        var found = new ArrayList<SocketAddr>();
        var failures = new ArrayList<NetException>();
        for (int i = 0; i < questions.size(); i++) {
            try {
                for (IpAddr address : follow(questions.get(i), asked.get(i))) {
                    found.add(SocketAddr.of(address, port));
                }
            } catch (NetException e) {
                failures.add(throwIfOfTheCaller(e));
            }
        }
        if (found.isEmpty() && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        return found;
    }

    private static NetException throwIfOfTheCaller(NetException failure) throws NetException {
        return switch (failure.kind()) {
            case DEADLINE_EXCEEDED, INTERRUPTED, CLOSED -> throw failure;
            default -> failure;
        };
    }

    /// A server that is asked for the addresses of an alias gives the whole way if it knows it (RFC 1034
    /// section 4.3.2); else the next name is asked for.
    private List<IpAddr> follow(DnsQuestion first, Asked asked) throws NetException {
        DnsQuestion question = first;
        Asked waiting = asked;
        for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
            DnsAnswer answer = good(waiting.await());
            String end = endOfAliases(answer);
            List<IpAddr> addresses = addresses(answer, end);
            if (!addresses.isEmpty() || answer.code() == DnsCode.NXDOMAIN || end.equalsIgnoreCase(question.name())) {
                return addresses;
            }
            question = new DnsQuestion(end, question.type());
            waiting = asking.ask(question);
        }
        throw failure("more than " + MAX_ALIASES + " aliases");
    }

    private DnsAnswer good(DnsAnswer answer) throws NetException {
        if (!answer.code().isGood()) {
            throw failure("the name servers say " + answer.code());
        }
        return answer;
    }

    private NetException failure(String detail) {
        return NetException.builder(ErrorKind.HOST_NOT_FOUND, "resolve")
                .address(host)
                .detail(detail)
                .build();
    }

    private static String endOfAliases(DnsAnswer answer) {
        String name = answer.question().name();
        for (int i = 0; i < answer.records().size(); i++) {
            for (DnsRecord record : answer.records()) {
                if (record.is(DnsType.CNAME) && record.name().equalsIgnoreCase(name)) {
                    name = record.data();
                    break;
                }
            }
        }
        return name;
    }

    private static List<IpAddr> addresses(DnsAnswer answer, String name) {
        return answer.records().stream()
                .filter(record ->
                        record.is(answer.question().type()) && record.name().equalsIgnoreCase(name))
                .map(record -> IpAddr.parse(record.data()))
                .toList();
    }
}
