package dev.minato.tls;

import dev.minato.error.NetException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Contexts of the JDK, made of our keys and our trust.
final class TlsContexts {
    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

    private TlsContexts() {}

    /// That of a server.
    ///
    /// @param clients whose clients are trusted; empty if none is asked for a certificate
    static SSLContext ofServer(ServerKeys keys, Optional<TlsTrust> clients) throws NetException {
        // Without a trust manager the JDK would load its own authorities; with an empty list it trusts nobody.
        TrustManager[] trust =
                clients.isPresent() ? new TrustManager[] {clients.get().manager()} : new TrustManager[0];
        return context(new KeyManager[] {keys}, trust);
    }

    /// That of a client.
    ///
    /// @param identity what it shows to a server that asks for a certificate
    static SSLContext ofClient(Optional<TlsIdentity> identity, TlsTrust servers) throws NetException {
        KeyManager[] keys =
                identity.map(ClientKey::new).map(key -> new KeyManager[] {key}).orElseGet(() -> new KeyManager[0]);
        return context(keys, new TrustManager[] {servers.manager()});
    }

    /// A context that keeps its sessions in memory, not in the tickets that clients keep.
    ///
    /// A ticket of the JDK holds a checksum of the server's chain (`SSLSessionImpl`), so a renewed certificate
    /// ends the resumption of all sessions, silently. And when that is compared, the name that the client asks for
    /// is not known yet, so only sessions of the first identity are ever resumed. The property is read when a
    /// context is made, and there is no other way to say it; a user who has set it has the last word.
    private static synchronized SSLContext withSessionCache() throws GeneralSecurityException {
        if (System.getProperty(TICKETS) != null) {
            return SSLContext.getInstance("TLS");
        }
        System.setProperty(TICKETS, "false");
        try {
            return SSLContext.getInstance("TLS");
        } finally {
            System.clearProperty(TICKETS);
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = withSessionCache();
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has TLS", e);
        }
    }
}
