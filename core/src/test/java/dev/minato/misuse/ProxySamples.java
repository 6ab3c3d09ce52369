package dev.minato.misuse;

import dev.minato.address.IpNetwork;
import dev.minato.proxy.ProxyCodec;
import dev.minato.proxy.ProxyCommand;
import dev.minato.proxy.ProxyHeader;
import dev.minato.proxy.ProxySsl;
import dev.minato.proxy.ProxyTlv;
import dev.minato.server.AccessList;
import dev.minato.server.TrustedProxies;
import java.util.List;
import java.util.Map;

/// Samples of the types that tell clients behind a proxy, and who may connect.
final class ProxySamples {
    static final Map<Class<?>, Object> ALL = Map.of(
            IpNetwork.class,
            IpNetwork.parse("127.0.0.0/8"),
            IpNetwork[].class,
            new IpNetwork[0],
            ProxyCodec.class,
            new ProxyCodec(),
            ProxyHeader.class,
            ProxyHeader.unknown(),
            ProxyCommand.class,
            ProxyCommand.PROXY,
            ProxyTlv.class,
            ProxyTlv.crc32c(),
            ProxyTlv[].class,
            new ProxyTlv[0],
            ProxySsl.class,
            new ProxySsl(0, 0, List.of()),
            AccessList.class,
            AccessList.OPEN,
            TrustedProxies.class,
            TrustedProxies.NONE);

    private ProxySamples() {}
}
