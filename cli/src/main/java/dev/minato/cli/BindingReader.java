package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import dev.minato.services.ServiceInfo;
import dev.minato.services.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The parser of the arguments of `serve`: `NAME[/tcp|/udp][=ADDRESS]`, each.
///
/// A name alone means every protocol of the service on its default port; with an address, each at that one.
final class BindingReader {
    private static final String DEFAULT_HOST = "127.0.0.1:";

    private final List<Binding> bindings = new ArrayList<>();

    private BindingReader() {}

    /// Returns the bindings; without arguments those of all services on their default ports, but for those
    /// that are served only when they are named.
    static List<Binding> read(List<String> arguments) throws Failure {
        var reader = new BindingReader();
        for (String argument : arguments.isEmpty() ? unasked() : arguments) {
            reader.add(argument);
        }
        return reader.bindings;
    }

    private static List<String> unasked() {
        return Services.all().stream()
                .filter(service -> !service.onlyWhenNamed())
                .map(ServiceInfo::name)
                .toList();
    }

    private static List<String> names() {
        return Services.all().stream().map(ServiceInfo::name).toList();
    }

    private void add(String argument) throws Failure {
        int equals = argument.indexOf('=');
        String which = equals < 0 ? argument : argument.substring(0, equals);
        int slash = which.indexOf('/');
        ServiceInfo service = service(slash < 0 ? which : which.substring(0, slash));
        String address = equals < 0 ? "" : checked(argument, argument.substring(equals + 1));
        if (slash < 0) {
            addEach(service, address);
        } else {
            addOne(service, protocol(argument, which.substring(slash + 1)), address);
        }
    }

    private static String checked(String argument, String address) throws Failure {
        try {
            return HostPort.parse(address).toString();
        } catch (AddressParseException e) {
            throw Failure.usage(argument + ": " + e.getMessage());
        }
    }

    static ServiceInfo service(String name) throws Failure {
        return Services.named(name)
                .orElseThrow(() ->
                        Failure.usage("unknown service '" + name + "' (there are " + String.join(", ", names()) + ")"));
    }

    static Protocol protocol(String argument, String name) throws Failure {
        return switch (name) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            default -> throw Failure.usage(argument + ": unknown protocol '" + name + "' (there are tcp and udp)");
        };
    }

    private void addEach(ServiceInfo service, String address) throws Failure {
        for (Protocol protocol : Protocol.values()) {
            if (service.port(protocol).isPresent()) {
                addOne(service, protocol, address);
            }
        }
    }

    private void addOne(ServiceInfo service, Protocol protocol, String address) throws Failure {
        String name = service.name() + "/" + protocol;
        OptionalInt port = service.port(protocol);
        if (port.isEmpty()) {
            throw Failure.usage("there is no " + name);
        }
        if (bindings.stream()
                .anyMatch(binding -> binding.service().equals(service.name()) && binding.protocol() == protocol)) {
            throw Failure.usage(name + " is named twice");
        }
        bindings.add(
                new Binding(service.name(), protocol, address.isEmpty() ? DEFAULT_HOST + port.getAsInt() : address));
    }
}
