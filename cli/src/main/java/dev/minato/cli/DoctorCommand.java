package dev.minato.cli;

import dev.minato.platform.Capabilities;
import dev.minato.platform.Choice;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformUnavailableException;
import dev.minato.services.Limits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// The command `minato doctor`: the platform in use and the reason for it, its capabilities, limits, and
/// advice.
final class DoctorCommand implements Callable<Integer> {
    private static final String UNKNOWN = "unknown";

    /// The default backlog of a listener.
    private static final int BACKLOG = 1024;

    private final SystemLimits system;
    private final Table changes = new Table("TO CHANGE", "HOW");
    private final StringBuilder page = new StringBuilder();

    DoctorCommand(SystemLimits system) {
        this.system = system;
    }

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "doctor", "minato doctor").addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Shows which platform Minato runs on here and why, its capabilities, the limits of the"
                                + " operating system, the JDK, and what to change.",
                        "Exits 1 if there is no platform to run on.")
                .footer("  minato doctor", "  JAVA_TOOL_OPTIONS=-Dminato.platform=jdk minato doctor");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        boolean well = printPlatform();
        print(limits());
        print(machine());
        if (!changes.isEmpty()) {
            print(changes);
        }
        StandardStreams.print(page.toString());
        return well ? 0 : Failure.REFUSED;
    }

    private boolean printPlatform() {
        try {
            Platform platform = Platform.current();
            print(choices(platform.choices()));
            print(capabilities(platform.capabilities()));
            return true;
        } catch (PlatformUnavailableException e) {
            print(choices(List.of(new Choice("platform", "none", Commands.text(e), "choose another platform"))));
            return false;
        }
    }

    private Table choices(List<Choice> choices) {
        var table = new Table("SETTING", "VALUE", "WHY");
        for (Choice choice : choices) {
            table.add(choice.name(), choice.value(), choice.reason());
            if (!choice.advice().isEmpty()) {
                changes.add(choice.name(), choice.advice());
            }
        }
        return table;
    }

    private static Table capabilities(Capabilities can) {
        var table = new Table("CAPABILITY", "HERE", "WHAT IT IS");
        table.add("errorNumbers", here(can.errorNumbers()), "failures carry errno");
        table.add("ttl", here(can.ttl()), "time to live, read and set");
        table.add("takeError", here(can.takeError()), "a socket's pending error");
        table.add("onlyV6", here(can.onlyV6()), "IPv6 sockets that take no IPv4");
        table.add("kernelPeek", here(can.kernelPeek()), "peeked bytes stay in the kernel");
        table.add("keepAliveTimes", here(can.keepAliveTimes()), "when and how often to probe");
        table.add("userTimeout", here(can.userTimeout()), "TCP_USER_TIMEOUT");
        table.add("quickAck", here(can.quickAck()), "TCP_QUICKACK");
        table.add("bindDevice", here(can.bindDevice()), "SO_BINDTODEVICE");
        table.add("unixStreams", here(can.unixStreams()), "Unix sockets: streams");
        table.add("unixDatagrams", here(can.unixDatagrams()), "Unix sockets: datagrams");
        table.add("abstractNames", here(can.abstractNames()), "Unix sockets without a file");
        table.add("peerCredentials", here(can.peerCredentials()), "Unix sockets: who the peer is");
        table.add("datagramBatches", here(can.datagramBatches()), "many datagrams per syscall");
        table.add("datagramDestination", here(can.datagramDestination()), "the address a datagram was sent to");
        table.add("sourceMulticast", here(can.sourceMulticast()), "groups joined for one sender");
        table.add("sendsEmptyWhenConnected", here(can.sendsEmptyWhenConnected()), "empty datagrams to the UDP peer");
        table.add(
                "sendsElsewhereWhenConnected",
                here(can.sendsElsewhereWhenConnected()),
                "datagrams to others than the UDP peer");
        return table;
    }

    private static String here(boolean capability) {
        return capability ? "yes" : "no";
    }

    private Table limits() {
        var table = new Table("LIMIT", "VALUE", "WHERE IT IS SET");
        Optional<String[]> files = system.openFiles();
        table.add("open files", files.map(both -> both[0]).orElse(UNKNOWN), "ulimit -n");
        table.add("open files, hard limit", files.map(both -> both[1]).orElse(UNKNOWN), "ulimit -Hn");
        checkOpenFiles(system.maxOpenFiles());
        addSetting(table, "backlog", "net.core.somaxconn");
        addSetting(table, "receive buffer", "net.core.rmem_max");
        addSetting(table, "send buffer", "net.core.wmem_max");
        addSetting(table, "pages for TCP", "net.ipv4.tcp_mem");
        addSetting(table, "ports to connect from", "net.ipv4.ip_local_port_range");
        checkBacklog();
        return table;
    }

    private void addSetting(Table table, String name, String setting) {
        table.add(name, system.setting(setting).orElse(UNKNOWN), setting);
    }

    private void checkOpenFiles(Optional<String> limit) {
        long wanted = DescriptorLimit.wanted(Limits.DEFAULT.maxConnections());
        if (SystemLimits.isBelow(limit, wanted)) {
            changes.add(
                    "open files",
                    "allow " + wanted + " (ulimit -n), or have serve take fewer connections"
                            + " (--max-connections) than " + Limits.DEFAULT.maxConnections());
        }
    }

    private void checkBacklog() {
        if (SystemLimits.isBelow(system.setting("net.core.somaxconn"), BACKLOG)) {
            changes.add("backlog", "let " + BACKLOG + " connections wait (sysctl net.core.somaxconn=" + BACKLOG + ")");
        }
    }

    private static Table machine() {
        var table = new Table("MACHINE", "");
        table.add("java", Runtime.version() + " " + System.getProperty("java.vendor", ""));
        table.add("home", System.getProperty("java.home", ""));
        table.add(
                "system",
                String.join(
                        " ",
                        System.getProperty("os.name", ""),
                        System.getProperty("os.version", ""),
                        System.getProperty("os.arch", "")));
        table.add("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return table;
    }

    /// Appends a table, a blank line apart from the one before.
    private void print(Table table) {
        if (!page.isEmpty()) {
            page.append(System.lineSeparator());
        }
        page.append(table);
    }
}
