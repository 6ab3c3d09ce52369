package dev.minato.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Netty over TLS 1.3 with its defaults, epoll and one event loop: `NettyTls JDK|OPENSSL ecdsa|rsa`. OPENSSL is what
/// netty-tcnative brings, BoringSSL.
final class NettyTls {
    private NettyTls() {}

    public static void main(String[] arguments) throws Exception {
        SslProvider provider = SslProvider.valueOf(arguments[0]);
        skipIf(Epoll.unavailabilityCause());
        if (provider != SslProvider.JDK) {
            skipIf(OpenSsl.unavailabilityCause());
        }
        SslContext context = context(provider, Certificate.named(arguments[1]));
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Connections(context))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Control.ready(((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    private static void skipIf(@Nullable Throwable cause) {
        if (cause != null) {
            Control.skip(String.valueOf(cause.getMessage()));
        }
    }

    private static SslContext context(SslProvider provider, Certificate certificate) throws SSLException {
        SslContext context = SslContextBuilder.forServer(certificate.chain(), certificate.key())
                .sslProvider(provider)
                .protocols("TLSv1.3")
                .build();
        // Without keys it gives no tickets, and so resumes nothing.
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setTicketKeys(new OpenSslSessionTicketKey(
                    random(OpenSslSessionTicketKey.NAME_SIZE),
                    random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                    random(OpenSslSessionTicketKey.AES_KEY_SIZE)));
        }
        return context;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static final class Connections extends ChannelInitializer<SocketChannel> {
        private final SslContext context;

        Connections(SslContext context) {
            this.context = context;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(context.newHandler(channel.alloc())).addLast(new NettyEcho());
        }
    }
}
