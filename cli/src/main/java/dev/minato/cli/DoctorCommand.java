package dev.minato.cli;

import dev.minato.platform.Choice;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformUnavailableException;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command `minato doctor`: the platform in use and the reason for it, its capabilities, limits, and
/// advice.
final class DoctorCommand implements Callable<Integer> {
    private static final String UNKNOWN = "unknown";

    /// The default backlog of a listener.
    private static final int BACKLOG = 1024;

    private final SystemLimits system;
    private final Table changes = new Table("TO CHANGE", "HOW");
    private List<Feature> features = List.of();
    private final StringBuilder page = new StringBuilder();

    DoctorCommand(SystemLimits system) {
        this.system = system;
    }

    private final OptionSpec all = Commands.flag("-a", "--all")
            .description("Show every capability and every limit.")
            .build();

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "doctor", "minato doctor [--all]")
                .addOption(all)
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Shows which platform Minato runs on here and why, the machine, and what to change.",
                        "With --all, also each capability of the platform and each limit of the operating system.",
                        "Exits 1 if there is no platform to run on.")
                .footer(
                        "  minato doctor",
                        "  minato doctor --all",
                        "  JAVA_TOOL_OPTIONS=-Dminato.platform=jdk minato doctor");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        boolean well = printPlatform();
        var memory = MemorySum.ofAllServices();
        if (all.<Boolean>getValue()) {
            printTables(memory);
        } else {
            print(summary(memory));
        }
        checkOpenFiles(memory.bindings());
        memory.advice().ifPresent(advice -> changes.add("heap", advice));
        checkBacklog();
        SlowSwitches.here().advice().forEach(advice -> changes.add("switches", advice));
        if (!changes.isEmpty()) {
            print(changes);
        }
        StandardStreams.print(page.toString());
        return well ? 0 : Failure.REFUSED;
    }

    private void printTables(MemorySum memory) {
        if (!features.isEmpty()) {
            print(capabilities(features));
        }
        print(limits());
        print(memory.table());
        var machine = new Table("MACHINE", "");
        addMachine(machine);
        print(machine);
    }

    private boolean printPlatform() {
        try {
            Platform platform = Platform.current();
            print(choices(platform.choices()));
            features = Feature.all(platform.capabilities());
            return true;
        } catch (PlatformUnavailableException e) {
            String advice = "give that property another value, or leave it out";
            print(choices(List.of(new Choice("platform", "none", Commands.text(e), advice))));
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

    private static Table capabilities(List<Feature> features) {
        var table = new Table("CAPABILITY", "HERE", "WHAT IT IS");
        for (Feature each : features) {
            table.add(each.name(), each.isHere() ? "yes" : "no", each.meaning());
        }
        return table;
    }

    /// What of all the tables one wants to know first.
    private Table summary(MemorySum memory) {
        var table = new Table("MACHINE", "(minato doctor --all says more)");
        if (!features.isEmpty()) {
            table.add("capabilities", count(features));
        }
        table.add(
                "open files",
                system.openFiles()
                        .map(both -> both[0] + " (hard limit " + both[1] + ")")
                        .orElse(UNKNOWN));
        table.add("backlog", system.setting("net.core.somaxconn").orElse(UNKNOWN));
        table.add("memory", memory.summary());
        addMachine(table);
        return table;
    }

    private static String count(List<Feature> features) {
        List<String> missing = features.stream()
                .filter(each -> !each.isHere())
                .map(Feature::name)
                .toList();
        return missing.isEmpty()
                ? "all " + features.size()
                : features.size() - missing.size() + " of " + features.size() + ", not " + String.join(", ", missing);
    }

    private Table limits() {
        var table = new Table("LIMIT", "VALUE", "WHERE IT IS SET");
        Optional<String[]> files = system.openFiles();
        table.add("open files", files.map(both -> both[0]).orElse(UNKNOWN), "ulimit -n");
        table.add("open files, hard limit", files.map(both -> both[1]).orElse(UNKNOWN), "ulimit -Hn");
        addSetting(table, "backlog", "net.core.somaxconn");
        addSetting(table, "receive buffer", "net.core.rmem_max");
        addSetting(table, "send buffer", "net.core.wmem_max");
        addSetting(table, "pages for TCP", "net.ipv4.tcp_mem");
        addSetting(table, "ports to connect from", "net.ipv4.ip_local_port_range");
        return table;
    }

    private void addSetting(Table table, String name, String setting) {
        table.add(name, system.setting(setting).orElse(UNKNOWN), setting);
    }

    private void checkOpenFiles(List<Binding> bindings) {
        int most = Limits.DEFAULT.maxConnections();
        long wanted = DescriptorLimit.wanted(bindings.size(), most);
        if (SystemLimits.isBelow(system.maxOpenFiles(), wanted)) {
            changes.add(
                    "open files",
                    "allow " + wanted + " (ulimit -n), or serve takes only "
                            + DescriptorLimit.maxConnections(system, bindings, most) + " connections");
        }
    }

    private void checkBacklog() {
        if (SystemLimits.isBelow(system.setting("net.core.somaxconn"), BACKLOG)) {
            changes.add("backlog", "let " + BACKLOG + " connections wait (sysctl net.core.somaxconn=" + BACKLOG + ")");
        }
    }

    private static void addMachine(Table table) {
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
    }

    /// Appends a table, a blank line apart from the one before.
    private void print(Table table) {
        if (!page.isEmpty()) {
            page.append(System.lineSeparator());
        }
        page.append(table);
    }
}
