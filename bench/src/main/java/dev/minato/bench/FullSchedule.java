package dev.minato.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The schedule of the rounds of a full run, which take half an hour: in every round what a goal is about, the
/// rest in the first.
final class FullSchedule implements Schedule {
    private static final Set<String> VARIANTS =
            Set.of("minato-local-framed", "minato-local-timeout", "minato-local-kit", "netty-epoll-lines");
    private static final Set<String> GROWING = Set.of("c-epoll", "minato-local", "minato-shared", "jdk-virtual");
    private static final Set<String> TWO_CORES =
            Set.of("c-epoll", "minato-local", "minato-shared", "jdk-virtual", "netty-epoll", "netty-io_uring");

    private final boolean canGrow;

    /// Without 10,000 connections where there are no descriptors for them.
    FullSchedule(boolean canGrow) {
        this.canGrow = canGrow;
    }

    /// In the order in which they are measured: a variant right after what it is compared with.
    static List<Candidate> candidates() {
        return Candidates.ALL.stream()
                .filter(candidate -> candidate.protocol() != Protocol.TLS)
                .filter(candidate -> candidate.turn() != Candidate.Turn.ASKED)
                .flatMap(candidate -> Stream.concat(Stream.of(candidate), variantsOf(candidate)))
                .toList();
    }

    private static Stream<Candidate> variantsOf(Candidate candidate) {
        return Candidates.ALL.stream()
                .filter(variant -> VARIANTS.contains(variant.name()))
                .filter(variant -> variant.protocol() == candidate.protocol())
                .filter(variant -> variant.name().startsWith(candidate.name() + "-"));
    }

    @Override
    public List<Shape> shapes(Pass pass, int round, Candidate candidate) {
        if (pass == Pass.TWO_CORES) {
            boolean takesPart = candidate.protocol() == Protocol.TCP && TWO_CORES.contains(candidate.name());
            return takesPart ? List.of(Shape.TCP_64, Shape.TCP_1000) : List.of();
        }
        return switch (candidate.turn()) {
            case ASKED -> List.of(Shape.TCP_64, Shape.TCP_BATCHES);
            case FIRST -> round == 0 ? usual(candidate.protocol()) : List.of();
            case EVERY -> every(round, candidate);
        };
    }

    private List<Shape> every(int round, Candidate candidate) {
        boolean tcp = candidate.protocol() == Protocol.TCP;
        List<Shape> shapes = new ArrayList<>(usual(candidate.protocol()));
        if (round == 0) {
            shapes.add(tcp ? Shape.TCP_LARGE : Shape.UDP_1);
        }
        if (tcp && canGrow && GROWING.contains(candidate.name())) {
            shapes.add(Shape.TCP_10000);
        }
        return shapes;
    }

    private static List<Shape> usual(Protocol protocol) {
        return protocol == Protocol.TCP
                ? List.of(Shape.TCP_64, Shape.TCP_1, Shape.TCP_1000, Shape.TCP_BATCHES)
                : List.of(Shape.UDP_64, Shape.UDP_BATCHES);
    }
}
