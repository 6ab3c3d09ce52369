package dev.minato.cli;

import dev.minato.services.ServiceInfo;
import dev.minato.services.Services;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// The command `minato services`: lists the services and their default ports.
final class ServicesCommand implements Callable<Integer> {
    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "services", "minato services").addOption(Commands.help());
        spec.usageMessage()
                .description("Lists the services, their default ports, and what they do.")
                .footer("  minato services");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        var table = new Table("SERVICE", "TCP", "UDP", "WHAT IT DOES");
        for (ServiceInfo service : Services.all()) {
            table.add(service.name(), text(service.tcpPort()), text(service.udpPort()), description(service));
        }
        StandardStreams.print(table.toString());
        return 0;
    }

    private static String description(ServiceInfo service) {
        return service.description() + (service.onlyWhenNamed() ? "; only when named" : "");
    }

    private static String text(OptionalInt port) {
        return port.isPresent() ? Integer.toString(port.getAsInt()) : "-";
    }
}
