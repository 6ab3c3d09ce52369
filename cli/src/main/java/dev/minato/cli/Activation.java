package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.net.InheritedSocket;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixDatagram;
import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import dev.minato.services.ServiceInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The services of the sockets that a service manager handed in: by their names, and those that have none in the
/// order of the command line.
///
/// ```
///  FileDescriptorName=echo          echo, whatever the order; with arguments, one of them must say so, too
///  no name                          the first argument that no named socket serves, and so on
///  an argument with an address      is bound as ever, beside the sockets
/// ```
///
/// What does not fit is an invalid command line that says which descriptor is what: a service at the wrong port is
/// worse than none.
final class Activation {
    private final List<InheritedSocket> sockets;
    private final List<Binding> bindings = new ArrayList<>();

    /// The arguments that no socket serves yet.
    private final Deque<Wanted> wanted = new ArrayDeque<>();

    /// A service that an argument or a descriptor names, and perhaps its protocol.
    private record Wanted(ServiceInfo service, Optional<Protocol> protocol) {
        static Wanted of(String text) throws Failure {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Wanted(BindingReader.service(text), Optional.empty())
                    : new Wanted(
                            BindingReader.service(text.substring(0, slash)),
                            Optional.of(BindingReader.protocol(text, text.substring(slash + 1))));
        }

        boolean includes(Binding binding) {
            return service.name().equals(binding.service())
                    && protocol.orElse(binding.protocol()) == binding.protocol();
        }

        @Override
        public String toString() {
            return service.name() + protocol.map(each -> "/" + each).orElse("");
        }
    }

    private Activation(List<InheritedSocket> sockets) {
        this.sockets = sockets;
    }

    /// Returns what to serve with these sockets, of which there is one at least.
    static List<Binding> bindings(List<InheritedSocket> sockets, List<String> arguments) throws Failure {
        var activation = new Activation(sockets);
        for (String argument : arguments) {
            if (argument.indexOf('=') < 0) {
                activation.wanted.add(Wanted.of(argument));
            }
        }
        activation.addNamed(!activation.wanted.isEmpty());
        activation.addUnnamed();
        List<String> elsewhere =
                arguments.stream().filter(text -> text.indexOf('=') >= 0).toList();
        return elsewhere.isEmpty()
                ? activation.bindings
                : Stream.concat(activation.bindings.stream(), BindingReader.read(elsewhere).stream())
                        .toList();
    }

    /// Returns what to serve on standard input, as inetd starts it.
    static List<Binding> inetd(List<String> arguments) throws Failure, NetException {
        if (arguments.size() != 1 || arguments.getFirst().indexOf('=') >= 0) {
            throw Failure.usage("--inetd serves one service, named without an address");
        }
        Wanted service = Wanted.of(arguments.getFirst());
        return List.of(binding(service, InheritedSocket.adopt(0)));
    }

    private void addNamed(boolean limited) throws Failure {
        List<Wanted> served = new ArrayList<>();
        for (InheritedSocket socket : sockets) {
            if (isNamed(socket)) {
                Binding binding = binding(named(socket), socket);
                Optional<Wanted> by =
                        wanted.stream().filter(each -> each.includes(binding)).findFirst();
                if (limited && by.isEmpty()) {
                    throw mismatch(socket, "the command line does not name " + binding.service());
                }
                by.ifPresent(served::add);
                bindings.add(binding);
            }
        }
        wanted.removeAll(served);
    }

    private void addUnnamed() throws Failure {
        for (InheritedSocket socket : sockets) {
            if (!isNamed(socket)) {
                if (wanted.isEmpty()) {
                    throw mismatch(socket, "no service for it; name one for each socket, in their order");
                }
                bindings.add(binding(wanted.remove(), socket));
            }
        }
        if (!wanted.isEmpty()) {
            throw Failure.usage(wanted.getFirst() + ": no socket was handed in for it; there are "
                    + String.join(
                            "; ",
                            sockets.stream().map(InheritedSocket::toString).toList()));
        }
    }

    /// Whether somebody named it: systemd calls a socket by its unit if nobody does, a connection of `Accept=yes`
    /// `connection`, and systemd-socket-activate says nothing.
    private static boolean isNamed(InheritedSocket socket) {
        String name = socket.name();
        return !(name.isEmpty() || name.equals("unknown") || name.equals("connection") || name.endsWith(".socket"));
    }

    private static Wanted named(InheritedSocket socket) throws Failure {
        try {
            return Wanted.of(socket.name());
        } catch (Failure e) {
            throw mismatch(socket, Commands.text(e));
        }
    }

    private static Binding binding(Wanted wanted, InheritedSocket socket) throws Failure {
        if (socket.socket() instanceof UnixDatagram) {
            throw mismatch(socket, "no service is served over Unix datagrams");
        }
        Protocol protocol = socket.socket() instanceof UdpSocket ? Protocol.UDP : Protocol.TCP;
        boolean fits =
                wanted.service().port(protocol).isPresent() && wanted.protocol().orElse(protocol) == protocol;
        if (!fits) {
            throw mismatch(socket, "not what " + wanted + " is served over");
        }
        return Binding.inherited(wanted.service().name(), socket);
    }

    private static Failure mismatch(InheritedSocket socket, String why) {
        return Failure.usage(socket + ": " + why);
    }
}
