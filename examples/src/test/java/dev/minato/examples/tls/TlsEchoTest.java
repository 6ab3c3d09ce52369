package dev.minato.examples.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.task.Tasks;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsEchoTest {
    /// For `localhost`, signed by nobody else, until 2046.
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBkzCCATmgAwIBAgIUMk0HVrFPLZfFanK+xDlewIl1lpIwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEzMDAyMzMxNloXDTQ2MTEyNTAy
            MzMxNlowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
            AQcDQgAESYvhCetnGf3k5gMIAplhMN69CpHVowGF1a+LndruaADJfP/S33bB4d3b
            iFVf3vVxgTaaW0hcTc9y4O+oXdYLi6NpMGcwHQYDVR0OBBYEFKRU2KhscjXRa1QQ
            BM0FOTqzzBGqMB8GA1UdIwQYMBaAFKRU2KhscjXRa1QQBM0FOTqzzBGqMA8GA1Ud
            EwEB/wQFMAMBAf8wFAYDVR0RBA0wC4IJbG9jYWxob3N0MAoGCCqGSM49BAMCA0gA
            MEUCIEtpEIKA130DUt9M+meTVuQ0dSu2puAfuaL5R2PiEx/WAiEArPHdah5bwUjL
            xYJOKzHY2tI71DPEbaUKdnoMkp/tOoY=
            -----END CERTIFICATE-----
            """;

    private static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7tyEECWBVsFNmQ/v
            wVzLJc4w7eB5Z8Xoa8H6RtTOZ6KhRANCAARJi+EJ62cZ/eTmAwgCmWEw3r0KkdWj
            AYXVr4ud2u5oAMl8/9LfdsHh3duIVV/e9XGBNppbSFxNz3Lg76hd1guL
            -----END PRIVATE KEY-----
            """;

    @TempDir
    private Path folder;

    private Path authority;
    private TlsIdentity identity;

    @BeforeEach
    void readTheCertificate() throws Exception {
        authority = Files.writeString(folder.resolve("cert.pem"), CERTIFICATE);
        identity = TlsIdentity.ofPem(CERTIFICATE, KEY);
    }

    @Test
    void echoesOnTheServerKit() throws Exception {
        try (var server = TlsEcho.start("localhost:0", identity)) {
            int port = server.localAddresses().getFirst().port();
            assertThat(TlsEcho.ask("localhost:" + port, authority, "hello")).isEqualTo("hello");
        }
    }

    @Test
    @SuppressWarnings("try") // the close ends the loop
    void echoesWithAListener() throws Exception {
        try (var listener = TcpListener.bind("localhost:0")) {
            var serving = Tasks.spawn(() -> {
                TlsEcho.serve(listener, TlsAcceptor.of(identity));
                return null;
            });
            int port = listener.localAddress().port();
            assertThat(TlsEcho.ask("localhost:" + port, authority, "hello")).isEqualTo("hello");
            listener.close();
            serving.join();
        }
    }
}
