package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import java.util.Iterator;

/// Binding a socket: the first address of several that works.
final class Binding {
    private Binding() {}

    interface Bind<S> {
        S to(SocketAddr address) throws NetException;
    }

    static <S> S first(Target target, Platform platform, Bind<S> bind) throws NetException {
        Iterator<SocketAddr> addresses =
                target.resolve("bind", platform, Scope.current().deadline()).iterator();
        for (; ; ) {
            SocketAddr address = addresses.next();
            try {
                return bind.to(address);
            } catch (NetException e) {
                if (!addresses.hasNext()) {
                    throw e.withAddress(address);
                }
            }
        }
    }
}
