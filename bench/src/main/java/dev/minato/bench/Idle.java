package dev.minato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The idle connections of each server of TCP: what [IdleMemory] measures at 1,000 and at 10,000.
final class Idle {
    private static final int FIRST = 100;
    private static final int COME_AND_GO = 15_000;
    private static final List<Integer> STEPS = List.of(1_000, 10_000);
    private static final int SMALL = 256;
    private static final int LARGE = 16 * 1024;
    private static final Set<String> GOALS = Set.of(
            "minato-local-waiting",
            "minato-local-framed",
            "minato-shared-waiting",
            "minato-shared-framed",
            "netty-epoll");
    private static final String HOLDING = "%,d bytes";
    private static final int SPARE_DESCRIPTORS = 200;

    private final Options options;
    private final List<Integer> steps = STEPS.stream()
            .filter(step -> step + SPARE_DESCRIPTORS < Machine.descriptors())
            .toList();
    private final IdleMemory memory;
    private final Finding finding = new Finding("Idle connections: bytes of process memory for each", head(steps));

    Idle(Options options, Tools tools) {
        this.options = options;
        memory = new IdleMemory(tools, IdleMemory.Connection::plain, COME_AND_GO, FIRST, steps);
    }

    /// A server, and what its connections hold while they wait.
    private record Case(Candidate candidate, String held) {}

    private static List<String> head(List<Integer> steps) {
        List<String> head = new ArrayList<>(List.of("server", "held while waiting"));
        steps.forEach(step -> head.add("%,d conn.".formatted(step)));
        return head;
    }

    /// What the goals speak of, and one peer.
    Finding ofGoals() throws InterruptedException {
        return measure(cases().stream()
                .filter(each -> GOALS.contains(each.candidate.name()))
                .toList());
    }

    Finding ofAll() throws InterruptedException {
        return measure(cases());
    }

    private Finding measure(List<Case> cases) throws InterruptedException {
        for (Case each : cases) {
            if (options.hasName(each.candidate.name())) {
                finding.measure(each.candidate.name() + ", holding " + each.held, () -> measure(each));
            }
        }
        return finding;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String mode : List.of("minato-local", "minato-shared", "minato-jdk")) {
            cases.add(new Case(Candidates.named(Protocol.TCP, mode + "-waiting"), "nothing"));
            cases.add(new Case(Candidates.named(Protocol.TCP, mode + "-framed"), "what Framed holds"));
            cases.add(new Case(Candidates.named(Protocol.TCP, mode + "-kit"), "what the kit holds"));
            cases.add(holding(mode, SMALL));
            cases.add(holding(mode, LARGE));
        }
        cases.add(holding("jdk-virtual", SMALL));
        cases.add(holding("jdk-virtual", LARGE));
        cases.add(holding("jdk-platform", LARGE));
        cases.add(new Case(Candidates.named(Protocol.TCP, "nio-selector"), "nothing"));
        for (String name : List.of("netty-nio", "netty-epoll", "netty-epoll-lines", "netty-io_uring")) {
            cases.add(new Case(Candidates.named(Protocol.TCP, name), "nothing"));
        }
        cases.add(new Case(Candidates.named(Protocol.TCP, "rust-threads"), HOLDING.formatted(LARGE)));
        cases.add(new Case(Candidates.named(Protocol.TCP, "node"), "nothing"));
        return cases;
    }

    private static Case holding(String name, int buffer) {
        Candidate plain = Candidates.named(Protocol.TCP, name);
        List<String> arguments = new ArrayList<>(plain.arguments());
        arguments.add("buffer=" + buffer);
        Candidate candidate = new Candidate(name, plain.protocol(), plain.turn(), plain.kind(), arguments);
        return new Case(candidate, HOLDING.formatted(buffer));
    }

    private void measure(Case each) throws IOException, SkippedException {
        String name = each.candidate.name();
        List<String> row = new ArrayList<>(List.of(name, each.held));
        for (IdleMemory.Step step : memory.measure(each.candidate)) {
            row.add("%,d".formatted(step.bytes()));
            finding.figure(name + " " + each.held + " " + step.connections(), (double) step.bytes());
        }
        finding.row(row);
    }
}
