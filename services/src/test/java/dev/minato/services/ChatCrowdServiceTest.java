package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.CloseReason;
import dev.minato.services.chat.ChatLimits;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A room of `chat` with many members, and with one who does not read: everybody else loses nothing.
@Timeout(120)
class ChatCrowdServiceTest {
    private static final int MEMBERS = 1000;

    /// Lines that a speaker may not say as fast as he likes, but fast.
    private static final ChatLimits FAST =
            new ChatLimits(400, 10, 1000, 10, 16 * 1024, Duration.ofHours(1), 1024, 20, Duration.ofMillis(1));

    /// The kernel takes what one who does not read has room for, and the outbox the next 1,024 lines.
    @Test
    void whoDoesNotReadIsClosedAndTheOthersMissNothing() throws Exception {
        try (var chat = new Chat(FAST);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben");
                var slow = new Client(chat.server.localAddresses().getFirst().toInetSocketAddress(), 4096)) {
            anna.readsTo("* ben joined");
            slow.send("slow\n");
            anna.readsTo("* slow joined");
            ben.readsTo("* slow joined");
            var said = new AtomicInteger();
            var isOver = CompletableFuture.supplyAsync(() -> closeReason(chat), Thread::startVirtualThread);
            var speaking = CompletableFuture.runAsync(
                    () -> {
                        while (!isOver.isDone()) {
                            say(anna, said);
                        }
                    },
                    Thread::startVirtualThread);
            for (int next = 0; !isOver.isDone() || next < said.get(); ) {
                String line = ben.reads();
                if (!line.startsWith("*")) {
                    assertThat(line).startsWith("anna: " + next + " x");
                    next++;
                }
            }
            speaking.join();
            assertThat(isOver).isCompletedWithValue(CloseReason.SLOW_READER);
            assertThat(anna.readsTo("* ")).isEqualTo("* slow left");
            assertThat(chat.server.connections()).hasSize(2);
        }
    }

    private static void say(Chat.Guest speaker, AtomicInteger said) {
        try {
            String number = said.getAndIncrement() + " ";
            speaker.says(number + "x".repeat(400 - number.length()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CloseReason closeReason(Chat chat) {
        try {
            return chat.log.awaitEnd().end().reason();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Everybody says a line in the same moment, before he reads any.
    @Test
    void aThousandMembersHearEachOther() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT)) {
            List<Chat.Guest> guests = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                guests.add(chat.guest("guest" + i));
            }
            for (Chat.Guest guest : guests) {
                guest.says("hello");
            }
            List<CompletableFuture<Integer>> heard = new ArrayList<>();
            for (Chat.Guest guest : guests) {
                heard.add(inTheBackground(guest.client().socket));
            }
            for (CompletableFuture<Integer> each : heard) {
                assertThat(each.get()).isEqualTo(MEMBERS - 1);
            }
            assertThat(chat.server.drain(Duration.ofSeconds(60)).finished()).isEqualTo(MEMBERS);
            for (Chat.Guest guest : guests) {
                guest.readsTo("* the server is going down");
                guest.close();
            }
        }
    }

    /// Counts the greetings of all the others, and stops.
    private static CompletableFuture<Integer> inTheBackground(Socket socket) {
        var count = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> {
            try {
                count.complete(greetings(socket));
            } catch (IOException | RuntimeException | Error e) {
                count.completeExceptionally(e);
            }
        });
        return count;
    }

    private static int greetings(Socket socket) throws IOException {
        var buffer = new byte[4096];
        var line = new StringBuilder();
        int greetings = 0;
        while (greetings < MEMBERS - 1) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                return greetings;
            }
            line.append(new String(buffer, 0, count, US_ASCII));
            for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                greetings += line.substring(0, end).endsWith(": hello") ? 1 : 0;
                line.delete(0, end + 1);
            }
        }
        return greetings;
    }
}
