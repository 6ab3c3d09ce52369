package dev.minato.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The key manager of a server: chooses an identity by the name that the client asked for (SNI, RFC 6066),
/// from a list that can be replaced while connections are made.
///
/// ```
///   identities with that name ─none─▶ with `*` for its first label ─none─▶ the first, and others with its names
///            └──────────────────────────────┴── of these, the first with the kind of key that the client can use
/// ```
///
/// A new `SSLContext` would forget all sessions, so that clients could resume none of them; this manager
/// stays, and the list in it changes. An engine asks in steps: for an alias first, then for the key and the
/// chain of that alias. So an alias names the generation of its list, and the last generations are kept for
/// handshakes that have begun.
final class ServerKeys extends X509ExtendedKeyManager {
    /// An engine asks for the key right after the alias: so many reloads do not come in between.
    private static final int KEPT_GENERATIONS = 8;

    private final AtomicReference<List<Generation>> generations;

    /// @param identities at least one; the first is shown to clients that ask for no name that is known
    ServerKeys(List<TlsIdentity> identities) {
        this.generations = new AtomicReference<>(List.of(new Generation(0, checked(identities))));
    }

    /// A list of identities, with a number that no other one has.
    private record Generation(long number, List<TlsIdentity> identities) {
        String alias(TlsIdentity identity) {
            return number + "." + identities.indexOf(identity);
        }
    }

    private static List<TlsIdentity> checked(List<TlsIdentity> identities) {
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("identities must be at least one");
        }
        return List.copyOf(identities);
    }

    /// Replaces all of them, for handshakes that begin from now on. Connections and sessions stay as they are.
    void replace(List<TlsIdentity> identities) {
        List<TlsIdentity> checked = checked(identities);
        generations.updateAndGet(kept -> Stream.concat(
                        Stream.of(new Generation(kept.getFirst().number() + 1, checked)), kept.stream())
                .limit(KEPT_GENERATIONS)
                .toList());
    }

    /// The current ones.
    List<TlsIdentity> identities() {
        return generations.get().getFirst().identities();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return socket instanceof SSLSocket tls ? alias(keyType, tls.getHandshakeSession()) : null;
    }

    private @Nullable String alias(String keyType, @Nullable SSLSession session) {
        Generation current = generations.get().getFirst();
        return candidates(current.identities(), requestedHost(session)).stream()
                .filter(identity -> identity.keyType().equals(keyType))
                .findFirst()
                .map(current::alias)
                .orElse(null);
    }

    private static List<TlsIdentity> candidates(List<TlsIdentity> all, Optional<String> host) {
        if (host.isPresent()) {
            List<TlsIdentity> exact = all.stream()
                    .filter(identity -> CertificateNames.matchExactly(identity.names(), host.get()))
                    .toList();
            List<TlsIdentity> found = exact.isEmpty()
                    ? all.stream()
                            .filter(identity -> CertificateNames.matchWildcard(identity.names(), host.get()))
                            .toList()
                    : exact;
            if (!found.isEmpty()) {
                return found;
            }
        }
        TlsIdentity first = all.getFirst();
        return all.stream()
                .filter(identity ->
                        identity.equals(first) || identity.names().stream().anyMatch(first.names()::contains))
                .toList();
    }

    private static Optional<String> requestedHost(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            return extended.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst();
        }
        return Optional.empty();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity(alias)
                .map(identity -> identity.certificates().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity(alias).map(TlsIdentity::key).orElse(null);
    }

    private Optional<TlsIdentity> identity(String alias) {
        int dot = alias.indexOf('.');
        long number = Long.parseLong(alias, 0, dot, 10);
        int index = Integer.parseInt(alias, dot + 1, alias.length(), 10);
        return generations.get().stream()
                .filter(generation -> generation.number() == number)
                .map(generation -> generation.identities().get(index))
                .findFirst();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        Generation current = generations.get().getFirst();
        return IntStream.range(0, current.identities().size())
                .filter(i -> current.identities().get(i).keyType().equals(keyType))
                .mapToObj(i -> current.number() + "." + i)
                .toArray(String[]::new);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
