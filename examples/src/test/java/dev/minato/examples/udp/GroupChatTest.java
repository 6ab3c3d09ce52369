package dev.minato.examples.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two chats on one machine hear the same line.
@Timeout(60)
class GroupChatTest {
    @Test
    void bothHearWhatOneSays() throws Exception {
        assumeThat(System.getProperty("os.name"))
                .as("the loopback interface's number")
                .isEqualTo("Linux");
        int port = freePort();
        var lines = new LinkedBlockingQueue<String>();
        try (var one = GroupChat.join(port);
                var other = GroupChat.join(port);
                var talking = UdpSocket.bind("127.0.0.1:0")) {
            var _ = Tasks.spawn(() -> GroupChat.hear(one, lines::add));
            var _ = Tasks.spawn(() -> GroupChat.hear(other, lines::add));

            GroupChat.say(talking, "good morning", port);

            String expected = talking.localAddress() + ": good morning";
            assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
            assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    private static int freePort() throws NetException {
        try (var free = UdpSocket.bind("0.0.0.0:0")) {
            return free.localAddress().port();
        }
    }
}
