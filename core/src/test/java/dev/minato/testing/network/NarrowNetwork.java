package dev.minato.testing.network;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.Requirement;
import dev.minato.testing.Subprocess;
import java.io.IOException;
import java.util.List;

/// A program in a network of its own, and behind it a router whose other link takes shorter packets.
///
/// ```text
///   program  10.8.1.2  fd08:1::2 ──[1,500]── 10.8.1.1  fd08:1::1  router ──[1,300]── 10.8.2.0/24  fd08:2::/64
/// ```
///
/// The router is the kernel's own. It knows no way to any other network, and says so.
public final class NarrowNetwork {
    /// How many bytes a packet has at most behind the router.
    public static final int MTU = 1300;

    /// A host behind the router, which nobody has.
    public static final String FAR_IPV4 = "10.8.2.2";

    /// The same.
    public static final String FAR_IPV6 = "fd08:2::2";

    /// The router's address on the program's side.
    public static final String ROUTER_IPV4 = "10.8.1.1";

    /// The same.
    public static final String ROUTER_IPV6 = "fd08:1::1";

    private static final String SCRIPT = """
            set -e
            setpriv --pdeathsig KILL unshare --net sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
                echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; exec sleep 600' </dev/null >/dev/null 2>&1 &
            router=$!
            namespace() { readlink /proc/$1/ns/net; }
            until [ "$(namespace $router)" != "$(namespace $$)" ] && grep -q sleep /proc/$router/comm; do
                sleep 0.01
            done
            ip link set lo up
            ip link add near0 type veth peer name near1 netns $router
            ip addr add 10.8.1.2/24 dev near0
            ip -6 addr add fd08:1::2/64 dev near0 nodad
            ip link set near0 up
            nsenter --net=/proc/$router/ns/net sh -ec '
                ip addr add 10.8.1.1/24 dev near1
                ip -6 addr add fd08:1::1/64 dev near1 nodad
                ip link set near1 up
                ip link add narrow0 mtu 1300 type veth peer name narrow1 mtu 1300
                ip link set narrow1 up
                ip addr add 10.8.2.1/24 dev narrow0
                ip -6 addr add fd08:2::1/64 dev narrow0 nodad
                ip link set narrow0 up'
            ip route add default via 10.8.1.1
            ip -6 route add default via fd08:1::1
            exec "$@"
            """;

    private NarrowNetwork() {}

    /// Starts the program there. Aborts the test where that is not possible.
    public static JavaProgram start(Class<?> program) throws IOException, InterruptedException {
        Requirement.that(
                "network namespaces (root)", Subprocess.succeeds("unshare", "--net", "ip", "link", "set", "lo", "up"));
        return JavaProgram.start(List.of("unshare", "--net", "sh", "-c", SCRIPT, "sh"), List.of(), program);
    }
}
