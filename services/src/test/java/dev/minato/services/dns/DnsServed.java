package dev.minato.services.dns;

import dev.minato.error.NetException;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.exposition.PrometheusText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// The service `dns` on free ports of the loopback, what it asks, and who asks it; all end together.
final class DnsServed {
    static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";
    static final Limits LIMITS = Limits.DEFAULT.withMaxConnections(100);

    final ManualClock clock = new ManualClock();

    /// What an upstream waits for that is not to answer yet; completed at the end in any case.
    final CompletableFuture<Void> release = new CompletableFuture<>();

    private final List<AutoCloseable> open = new ArrayList<>();

    FakeServer upstream(FakeServer.Behaviour behaviour) throws NetException {
        var server = new FakeServer(behaviour);
        open.add(server);
        return server;
    }

    Server serve(Limits limits) throws NetException {
        var bindings = List.of(
                new Binding("dns", Protocol.UDP, "127.0.0.1:0"), new Binding("dns", Protocol.TCP, "127.0.0.1:0"));
        var server = Server.open(bindings, limits, ServerObserver.SILENT, clock);
        open.add(server);
        return server;
    }

    static Limits limits(FakeServer upstream) {
        return LIMITS.withDns(DnsSettings.DEFAULT.withUpstreams(List.of(upstream.address())));
    }

    Server serve(FakeServer upstream) throws NetException {
        return serve(limits(upstream));
    }

    Asker asker(Server server) throws Exception {
        var asker = new Asker(server);
        open.add(asker);
        return asker;
    }

    /// Answers with [#RECORD], whatever the name is.
    static void answer(FakeQuery query) throws NetException {
        query.answer(RECORD.replace("www.example.test.", query.name()));
    }

    static long metric(Server server, String line) {
        return PrometheusText.of(server.dnsMetrics())
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToLong(each -> Long.parseLong(each.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    static long queries(Server server, String result) {
        return metric(server, "minato_dns_queries_total{result=\"" + result + "\"}");
    }

    static List<String> records(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .map(each -> each.toString().replaceAll("\\s+", " "))
                .toList();
    }

    void close() throws Exception {
        release.complete(null);
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }
}
