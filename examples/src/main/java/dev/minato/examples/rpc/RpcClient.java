package dev.minato.examples.rpc;

import dev.minato.client.Pending;
import dev.minato.client.TcpClient;
import dev.minato.error.NetException;
import dev.minato.task.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Calls the procedure of [RpcServer]: with the words of the command line, all at once on one connection.
///
/// Each call ends within five seconds. A server that is away is waited for meanwhile, and one that comes back
/// connected to again; a call that got lost on the way is made again only if it was certainly not sent, or
/// changes nothing, as all of this server do but those that sleep.
///
/// ```
/// $ RpcClient 127.0.0.1:7890 300 hello
/// slept
/// HELLO
/// ```
final class RpcClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final AtomicLong lastId = new AtomicLong();
    final TcpClient<Message, Message> client;

    // @start region="client"
    RpcClient(String address, Duration timeout) {
        client = TcpClient.builder(Message::codec)
                .address(address)
                .maxConnections(1)
                .maxInFlight(64)
                .matching(Message::id, Message::id)
                .requestTimeout(timeout)
                .retry(Retry.exponential(Duration.ofMillis(20), Duration.ofSeconds(1))
                        .jitter(new Random()))
                .idempotent(call -> !Character.isDigit(call.text().charAt(0)))
                .build();
    }

    String call(String text) throws NetException {
        return client.request(new Message(lastId.incrementAndGet(), text)).text();
    }
    // @end

    // @start region="pipeline"
    List<String> callAll(List<String> texts) throws NetException {
        List<Pending<Message>> calls = new ArrayList<>();
        for (String text : texts) {
            calls.add(client.send(new Message(lastId.incrementAndGet(), text)));
        }
        List<String> answers = new ArrayList<>();
        for (Pending<Message> call : calls) {
            answers.add(call.await().text());
        }
        return answers;
    }
    // @end

    static void main(String[] args) throws NetException {
        try (var rpc = new RpcClient(args.length > 0 ? args[0] : "127.0.0.1:7890", TIMEOUT)) {
            rpc.callAll(List.of(args).subList(Math.min(1, args.length), args.length))
                    .forEach(IO::println);
        } catch (NetException e) {
            boolean unknown = TcpClient.isOutcomeUnknown(e);
            IO.println(e.getMessage() + (unknown ? " (the call may have been executed)" : " (nothing was sent)"));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
