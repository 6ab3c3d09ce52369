package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;

/// The command `bench/run`. Progress goes to stderr, tables to stdout; the status is 1 if anything failed.
final class Bench {
    private static final String USAGE = """
            usage: bench/run [MEASUREMENT] [OPTIONS]

            Measurements:
              (none)          throughput, CPU a request and latency of every candidate
              peers           what the goals are about, beside the peers and in turn: 28 minutes, into bench/RESULTS.md
              idle            memory of 10,000 idle connections
              allocation      bytes allocated a message
              growth          CPU a request at 64, 1,000 and 10,000 connections
              syscalls        system calls a message
              fairness        latency of quiet clients beside pipeliners on each service
              first-second    what a server serves in its first seconds, 64 clients at once
              overload        throughput of a full server's clients while others wait
              clients         pipelined requests over one connection, beside Lettuce
              channels        channels between two tasks, beside Jox and ArrayBlockingQueue
              bursts          bursts of datagrams from one peer, with and without segmentation offload
              metrics-in      StatsD lines taken in over UDP, beside StatsD's own server
              game            1,000 players 60 times a second, on one core
              dns             names answered from a cache over UDP, beside unbound and dnsmasq
              dns-race        time of an answer beside servers that are dead or silent
              codecs          decoding in memory, beside Netty's decoders
              tls             echo over TLS, and handshakes
              tls-idle        memory of 2,000 idle connections over TLS
              ticks           lateness of what happens 60 times a second, for a minute
              jmh [ARGS]      parts of the library within one process; ARGS are JMH's own
              list            the candidates and the shapes

            Options:
              --quick         a look in two minutes
              --full          the peers, then the further measurements, in 70 minutes, into bench/RESULTS.md
              --only REGEX    only candidates whose name contains a match, also those that are not run by default
              --shapes REGEX  only shapes whose name contains a match
              --rounds N      how often each candidate is started and measured (3); of peers, passes a start
              --seconds N     how long one measurement takes (5)
              --warm N        how long a new process is warmed up (10)
              --every         every candidate in every round, not only those that goals speak of
              --two-cores     a second pass, with the server on both cores
              --json FILE     each single measurement
              --markdown FILE the tables
              --chart FILE    a picture (PNG)
            """;

    /// JMH's own defaults take an hour.
    private static final String[] SHORT_JMH = {"-f", "2", "-wi", "3", "-w", "1", "-i", "5", "-r", "1"};

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(USAGE);
        } else if (arguments.length > 0 && arguments[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(
                    arguments.length == 1 ? SHORT_JMH : Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            System.exit(run(arguments));
        }
    }

    private static int run(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "; see bench/run --help");
            return 2;
        }
        return switch (options.measurement()) {
            case "rounds" -> options.full() ? new Full(options, Tools.find()).run() : rounds(options);
            case "peers" -> new Peers(options, Tools.find()).run();
            case "idle" -> print(new Idle(options, Tools.find()).ofAll());
            case "allocation" -> print(new Allocation(options, Tools.find(), options.seconds()).ofAll());
            case "growth" -> print(Growth.measure(options, Tools.find()));
            case "syscalls" ->
                print(new SystemCalls(options, Tools.find()).measure(Candidates.chosen(options), options.seconds()));
            case "fairness" -> print(new NoisyNeighbours(options, Tools.find()).measure());
            case "first-second" -> firstSecond(options);
            case "overload" -> print(new Overload(options, Tools.find()).measure());
            case "clients" -> print(new Clients(options, Tools.find()).measure());
            case "channels" -> print(new Channels(options, Tools.find()).measure());
            case "bursts" -> print(new Bursts(options, Tools.find()).measure());
            case "metrics-in" -> print(new MetricsIngest(options, Tools.find()).measure());
            case "game" -> print(new Game(options, Tools.find()).measure());
            case "dns" -> print(new DnsCache(options, Tools.find()).measure());
            case "dns-race" -> print(new DnsRaces(options, Tools.find()).measure());
            case "codecs" -> print(new Codecs().measure());
            case "tls" -> tls(options);
            case "tls-idle" -> print(new IdleTls(options, Tools.find()).measure());
            case "ticks" -> print(new Ticks(Tools.find(), options.seconds(Ticks.SECONDS)).measure());
            case "list" -> list();
            default -> {
                System.err.println("bench: no measurement " + options.measurement() + "; see bench/run --help");
                yield 2;
            }
        };
    }

    private static int print(Finding finding) {
        System.out.print(finding);
        return finding.failures().isEmpty() ? 0 : 1;
    }

    private static int rounds(Options options) throws IOException, InterruptedException {
        var results = new Results();
        Schedule schedule = Schedule.chosen(options, Shape.chosen(options));
        new Rounds(options, Tools.find(), schedule, Candidates.chosen(options), results).run();
        var report = new Report(results, Machine.facts(), options.command());
        System.out.print(report.tables() + report.missing());
        if (options.markdown().isPresent()) {
            report.write(options.markdown().get(), options.chart());
        }
        if (options.json().isPresent()) {
            Json.write(results, Machine.facts(), options.json().get());
        }
        if (options.chart().isPresent()) {
            Chart.write(results, options.chart().get());
        }
        return results.failures().isEmpty() ? 0 : 1;
    }

    private static int firstSecond(Options options) throws IOException, InterruptedException {
        var firstSecond = new FirstSecond(options, Tools.find());
        Finding finding = firstSecond.measure(options.rounds());
        if (options.chart().isPresent()) {
            firstSecond.draw(options.chart().get());
        }
        return print(finding);
    }

    private static int tls(Options options) throws IOException, InterruptedException {
        var tls = new Tls(options, Tools.find());
        boolean passed = tls.measure();
        var report = new Report(tls.results(), Machine.facts(), options.command());
        String sections = tls.sections(report);
        System.out.print(sections + report.missing());
        if (options.markdown().isPresent()) {
            Files.writeString(options.markdown().get(), sections + report.missing());
        }
        if (options.json().isPresent()) {
            Json.write(tls.results(), Machine.facts(), options.json().get());
        }
        return passed ? 0 : 1;
    }

    private static int list() {
        for (Candidate candidate : Candidates.ALL) {
            System.out.printf(
                    "%-4s %-24s %s%n", candidate.protocol().label(), candidate.name(), candidate.turn().meaning);
        }
        for (Shape shape : Shape.all().toList()) {
            System.out.printf("     %-24s %s%n", shape.name(), shape.title());
        }
        return 0;
    }
}
