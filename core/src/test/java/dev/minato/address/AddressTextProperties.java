package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What holds for every address and every text: each text comes from one address, and the JDK reads it the
/// same.
class AddressTextProperties {
    private static final int ROUNDS = 20_000;

    @RepeatedTest(5)
    void theTextOfAnAddressReadsAsThatAddress(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < ROUNDS; i++) {
            IpAddr ip = ip(random);
            SocketAddr address = SocketAddr.of(ip, random.nextInt(65536));
            if (ip instanceof Ipv6Addr v6 && random.nextBoolean()) {
                address = SocketAddr.ofV6(v6, address.port(), 0, random.nextInt() >>> random.nextInt(1, 32));
            }
            String seed = seed(repetition, i);

            assertThat(IpAddr.parse(ip.toString())).as(seed).isEqualTo(ip);
            assertThat(SocketAddr.parse(address.toString())).as(seed).isEqualTo(address);
            assertThat(HostPort.parse(address.toString()).literal()).as(seed).contains(address);
            assertThat(HostPort.parse(address.toString())).as(seed).hasToString(address.toString());
        }
    }

    @RepeatedTest(5)
    void theJdkReadsTheTextTheSameAndTheFormsGoThereAndBack(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < ROUNDS; i++) {
            IpAddr ip = ip(random);
            SocketAddr address = SocketAddr.of(ip, random.nextInt(65536));
            String seed = seed(repetition, i);

            assertThat(IpAddr.of(InetAddress.ofLiteral(ip.toString()))).as(seed).isEqualTo(ip.toCanonical());
            assertThat(IpAddr.of(ip.toInetAddress())).as(seed).isEqualTo(ip);
            assertThat(SocketAddr.of(address.toInetSocketAddress())).as(seed).isEqualTo(address);
        }
    }

    /// Texts that are nearly addresses. We take what the JDK takes, less: IPv4 in fewer than four parts or with
    /// leading zeros, groups of IPv6 with more than four digits, a scope, and brackets.
    @RepeatedTest(5)
    void onDamagedTextsWeAreTheJdkButStricter(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int taken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = damaged(ip(random).toString(), random);
            Optional<IpAddr> ours = read(() -> IpAddr.parse(text));
            Optional<IpAddr> theirs = read(() -> IpAddr.of(InetAddress.ofLiteral(text)));
            String seed = seed(repetition, i) + " text " + text;

            if (ours.isPresent() || !isLooserInTheJdk(text)) {
                assertThat(ours.map(IpAddr::toCanonical)).as(seed).isEqualTo(theirs);
            }
            taken += ours.isPresent() ? 1 : 0;
        }
        assertThat(taken).as("texts that are still addresses").isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static boolean isLooserInTheJdk(String text) {
        String dotted = text.substring(text.lastIndexOf(':') + 1);
        boolean leadingZero = dotted.contains(".") && dotted.matches("(.*\\.)?0[0-9].*");
        boolean fewParts = text.indexOf(':') < 0 && dotted.split("\\.", -1).length < 4;
        boolean longGroup = text.matches(".*\\b0\\p{XDigit}{4}.*");
        return leadingZero || fewParts || longGroup || text.contains("%") || text.contains("[");
    }

    private static Optional<IpAddr> read(Supplier<IpAddr> parser) {
        try {
            return Optional.of(parser.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Replaces, inserts or removes up to two chars.
    private static String damaged(String text, Random random) {
        var damaged = new StringBuilder(text);
        for (int times = random.nextInt(3); times > 0; times--) {
            int from = random.nextInt(damaged.length());
            String chars = "0123456789abcdefABCDEFg:::...% []-+x";
            char with = chars.charAt(random.nextInt(chars.length()));
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(from, with);
                case 1 -> damaged.insert(from, with);
                default -> damaged.deleteCharAt(from);
            }
        }
        return damaged.toString();
    }

    /// Either family; of IPv6, many with runs of zeros, small segments, and the prefixes in which IPv4 is
    /// embedded.
    private static IpAddr ip(Random random) {
        if (random.nextInt(4) == 0) {
            return Ipv4Addr.ofBits(random.nextInt() & (random.nextBoolean() ? -1 : 0xff00ff));
        }
        if (random.nextInt(8) == 0) {
            return Ipv4Addr.ofBits(random.nextInt()).toIpv6Mapped();
        }
        var segments = new int[8];
        int zeros = random.nextInt(256);
        for (int i = 0; i < 8; i++) {
            boolean zero = (zeros >> i & 1) != 0;
            segments[i] = zero ? 0 : random.nextInt(0x10000) >> random.nextInt(16);
        }
        return Ipv6Addr.ofSegments(segments);
    }

    private static String seed(RepetitionInfo repetition, int round) {
        return "seed " + repetition.getCurrentRepetition() + " round " + round;
    }
}
