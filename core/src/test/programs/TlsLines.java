import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client and a server of lines with the TLS sockets of whichever JDK runs it, 11 or later. */
class TlsLines {
    public static void main(String[] arguments) throws Exception {
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(Path.of(arguments[0]))) {
            store.load(in, password);
        }
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        if (arguments[1].equals("client")) {
            ask(context, Integer.parseInt(arguments[2]), "TLSv1.2");
            ask(context, Integer.parseInt(arguments[2]), "TLSv1.3");
        } else {
            serve(context);
        }
    }

    private static void ask(SSLContext context, int port, String version) throws Exception {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write("question\n".getBytes());
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            System.out.println(in.readLine() + (in.readLine() == null ? ", then the end" : ", and more"));
        }
    }

    private static void serve(SSLContext context) throws Exception {
        try (var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            System.out.println(server.getLocalPort());
            while (true) {
                try (var socket = server.accept()) {
                    var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                    socket.getOutputStream().write((in.readLine().toUpperCase() + "\n").getBytes());
                }
            }
        }
    }
}
