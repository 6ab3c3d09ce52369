import dev.minato.error.NetException;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import java.time.Duration;
import java.util.List;

/// A server of `line` with more connections than its heap has room for, which `minato serve` would refuse.
final class UnboundedServer {
    static void main() throws NetException, InterruptedException {
        Duration patience = Duration.ofMinutes(10);
        Limits limits = Limits.DEFAULT
                .withMaxLine(4 * 1024 * 1024)
                .withIdleTimeout(patience)
                .withRequestTimeout(patience);
        var line = List.of(new Binding("line", Protocol.TCP, "127.0.0.1:0"));
        try (var signals = Signals.of(Signal.TERM);
                var server = Server.open(line, limits, ServerObserver.SILENT)) {
            System.out.println("port " + server.boundServices().getFirst().address().port());
            signals.await();
        } catch (OutOfMemoryError exhausted) {
            Runtime.getRuntime().halt(3);
        }
    }
}
