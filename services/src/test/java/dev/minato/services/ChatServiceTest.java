package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.CloseReason;
import dev.minato.services.chat.ChatLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Members of `chat` hear what is said in their room, and nothing that somebody else seems to have said.
@Timeout(60)
class ChatServiceTest {
    @Test
    void aLineIsSaidToTheOthersInTheRoom() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben");
                var carl = chat.guest("carl")) {
            assertThat(anna.reads()).isEqualTo("* ben joined lobby");
            assertThat(anna.reads()).isEqualTo("* carl joined lobby");
            assertThat(ben.reads()).isEqualTo("* carl joined lobby");
            anna.says("hello, you two");
            assertThat(ben.reads()).isEqualTo("anna: hello, you two");
            assertThat(carl.reads()).isEqualTo("anna: hello, you two");
            assertThat(anna.asks("/who")).isEqualTo("* lobby: anna, ben, carl");
        }
    }

    @Test
    void theFirstLineIsTheNickname() throws Exception {
        try (var served = Served.tcp("chat");
                var client = new Chat.Guest(served.client())) {
            assertThat(client.reads()).isEqualTo("* welcome; what is your nickname?");
            assertThat(client.asks("/who")).isEqualTo("* a nickname first, please");
            assertThat(client.asks("a b")).startsWith("* a name has 1 to 20 letters");
            assertThat(client.asks("anna")).isEqualTo("* hello anna; /help lists what you can do");
            assertThat(client.reads()).isEqualTo("* you are in lobby, alone");
            assertThat(client.asks("/quit")).isEqualTo("* goodbye");
            assertThat(client.reads()).isEmpty();
            assertThat(served.log.awaitClosed()).isEqualTo("finished");
        }
    }

    @Test
    void roomsKeepWhatWasSaidLastForThoseWhoCome() throws Exception {
        try (var chat = new Chat(Chat.SMALL);
                var anna = chat.guest("anna")) {
            assertThat(anna.asks("/join #tea")).isEqualTo("* you are in tea, alone");
            for (int i = 1; i <= 5; i++) {
                anna.says("line " + i);
            }
            assertThat(anna.asks("/rooms")).isEqualTo("* tea: 1");
            try (var ben = chat.guest("ben")) {
                assertThat(anna.asks("/who lobby")).isEqualTo("* lobby: ben");
                assertThat(ben.asks("/join tea")).isEqualTo("* you are in tea, with anna");
                assertThat(ben.reads()).isEqualTo("| anna: line 3");
                assertThat(ben.reads()).isEqualTo("| anna: line 4");
                assertThat(ben.reads()).isEqualTo("| anna: line 5");
                assertThat(ben.asks("/join TEA")).isEqualTo("* you are in tea already");
                assertThat(anna.reads()).isEqualTo("* ben joined tea");
            }
            assertThat(anna.reads()).isEqualTo("* ben left");
        }
    }

    @Test
    void aRoomIsGoneWhenNobodyIsInItAndNothingIsLeftOfWhatWasSaid() throws Exception {
        try (var chat = new Chat(Chat.SMALL);
                var anna = chat.guest("anna")) {
            assertThat(anna.asks("/join silent")).startsWith("* you are in silent");
            assertThat(anna.asks("/join tea")).startsWith("* you are in tea");
            anna.says("a line");
            assertThat(anna.asks("/join lobby")).startsWith("* you are in lobby");
            assertThat(anna.asks("/rooms")).isEqualTo("* lobby: 1");
            assertThat(anna.reads()).isEqualTo("* tea: 0");
            chat.now = chat.now.plus(Duration.ofMinutes(61));
            anna.says("/rooms");
            assertThat(anna.asks("/who tea")).isEqualTo("* lobby: 1");
            assertThat(anna.reads()).isEqualTo("* there is no such room");
        }
    }

    /// Of three rooms one is given up for a new one when nobody is in it.
    @Test
    void roomsAndTheirMembersAreLimited() throws Exception {
        try (var chat = new Chat(Chat.SMALL);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            try (var client = new Chat.Guest(
                    new Client(chat.server.localAddresses().getFirst().toInetSocketAddress()))) {
                client.says("carl");
                assertThat(client.readsTo("* lobby")).isEqualTo("* lobby is full: 2 members");
                assertThat(client.asks("hello?")).isEqualTo("* you are in no room; /join one");
                assertThat(client.asks("/join one")).isEqualTo("* you are in one, alone");
                client.says("kept");
                assertThat(client.asks("/join two")).isEqualTo("* you are in two, alone");
                assertThat(client.asks("/join three")).isEqualTo("* you are in three, alone");
                client.says("kept as well");
                assertThat(ben.asks("/join four")).isEqualTo("* you are in four, alone");
                assertThat(client.asks("/join five"))
                        .isEqualTo("* there are 3 rooms, and somebody in each; /rooms lists them");
                assertThat(client.asks("/who")).isEqualTo("* three: carl");
            }
        }
    }

    @Test
    void historiesAreLimitedInBytesToo() throws Exception {
        try (var chat = new Chat(Chat.SMALL);
                var anna = chat.guest("anna")) {
            for (String letter : "xyz".split("")) {
                anna.says(letter.repeat(400));
            }
            assertThat(anna.asks("/who")).isEqualTo("* lobby: anna");
            try (var ben = chat.guest("ben")) {
                assertThat(ben.reads()).isEqualTo("| anna: " + "y".repeat(400));
                assertThat(ben.reads()).isEqualTo("| anna: " + "z".repeat(400));
                assertThat(ben.asks("/who")).isEqualTo("* lobby: anna, ben");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anna", "ANNA", "\uff41\uff4e\uff4e\uff41"})
    void aNicknameIsTakenInAnySpelling(String other) throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            assertThat(ben.asks("/nick " + other)).endsWith(" is taken; try another");
            assertThat(anna.asks("/nick " + other)).startsWith("* anna is now ");
            assertThat(ben.reads()).startsWith("* anna is now ");
            anna.says("/quit");
            ben.readsTo("* ");
            assertThat(chat.log.awaitClosed()).isEqualTo("finished");
            assertThat(ben.asks("/nick " + other)).startsWith("* ben is now ");
        }
    }

    @Test
    void aPrivateLineIsForOneOnly() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            assertThat(anna.asks("/msg BEN  a secret ")).isEqualTo("* BEN was told");
            assertThat(ben.reads()).isEqualTo("anna (to you): a secret");
            assertThat(anna.asks("/msg carl hello")).isEqualTo("* there is no carl");
            assertThat(anna.asks("/msg ben")).isEqualTo("* /msg NAME TEXT");
            assertThat(anna.asks("/shrug")).isEqualTo("* there is no /shrug; /help lists what there is");
            anna.says("//shrug");
            assertThat(ben.reads()).isEqualTo("anna: /shrug");
        }
    }

    /// Colours, C1 controls, a carriage return, separators of lines, bidirectional overrides, an invisible
    /// tag; and what looks like a line of the service's own.
    static Stream<Arguments> forged() {
        return Stream.of(
                Arguments.of("\u001b[31mred\u001b[0m", "?[31mred?[0m"),
                Arguments.of("\u001b]0;title\u0007", "?]0;title?"),
                Arguments.of("\u009b2Jcleared", "?2Jcleared"),
                Arguments.of("a\rben: forged", "a?ben: forged"),
                Arguments.of("a\u2028ben: forged", "a?ben: forged"),
                Arguments.of("a\u0085b\u000bc\u000cd", "a?b?c?d"),
                Arguments.of("\u202enosrever\u202c", "?nosrever?"),
                Arguments.of("\u2066a\u2069\u200f", "?a??"),
                Arguments.of("a\u0000b\u007fc\ufeff", "a?b?c?"),
                Arguments.of("a\udb40\udc41b\ue000", "a?b?"),
                Arguments.of("a\tb", "a b"),
                Arguments.of("\ud83d\udc69\u200d\ud83d\ude80", "\ud83d\udc69\u200d\ud83d\ude80"),
                Arguments.of("a\u0301\u0302\u0303\u0304\u0305\u0306z", "a\u0301\u0302\u0303\u0304z"),
                Arguments.of("* ben left", "* ben left"),
                Arguments.of("ben: hello", "ben: hello"));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatIsSaidStandsBehindItsSpeakerAsPlainText(String said, String heard) throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.says(said);
            assertThat(ben.reads()).isEqualTo("anna: " + heard);
        }
    }

    @Test
    void aBadLineIsAnsweredAndTheNextOneSaid() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            anna.client().send("\u00ff\u00fe\n");
            assertThat(anna.reads()).isEqualTo("* that line is not UTF-8, and was dropped");
            assertThat(anna.asks("x".repeat(401))).isEqualTo("* a line may have 400 bytes; that one was dropped");
            anna.says("x".repeat(400));
            assertThat(ben.reads()).isEqualTo("anna: " + "x".repeat(400));
            anna.client().send("half a").send(" line\r\n\n  \n");
            assertThat(ben.reads()).isEqualTo("anna: half a line");
            anna.client().send("half a line").end();
            assertThat(anna.reads()).isEqualTo("* that line has no end, and was dropped");
            assertThat(ben.reads()).isEqualTo("* anna left");
        }
    }

    /// A form of a web page may have any lines in its body.
    @Test
    void aBrowserIsNoMember() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var ben = chat.guest("ben");
                var browser = new Chat.Guest(
                        new Client(chat.server.localAddresses().getFirst().toInetSocketAddress()))) {
            browser.client().send("POST / HTTP/1.1\r\nHost: localhost:7884\r\n\r\nspam\nbuy this\n");
            assertThat(browser.reads()).isEqualTo("* welcome; what is your nickname?");
            assertThat(browser.reads()).isEmpty();
            assertThat(chat.log.awaitEnd().end().reason()).isEqualTo(CloseReason.FINISHED);
            assertThat(ben.asks("/who")).isEqualTo("* lobby: ben");
        }
    }

    /// He waits between lines, is read more slowly for that, and hears the others meanwhile.
    @Test
    void aFloodComesSlowlyAndWhole() throws Exception {
        var limits = new ChatLimits(400, 3, 3, 3, 1000, Duration.ofHours(1), 64, 20, Duration.ofMillis(2));
        try (var chat = new Chat(limits);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            var flood = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                flood.append("line ").append(i).append('\n');
            }
            anna.says(flood.toString());
            ben.says("stop it");
            assertThat(anna.reads()).isEqualTo("ben: stop it");
            for (int i = 0; i < 1000; i++) {
                assertThat(ben.reads()).isEqualTo("anna: line " + i);
            }
        }
    }

    @Test
    void aMemberMayBeSilentForLongerThanAStranger() throws Exception {
        var limits = Limits.DEFAULT.withIdleTimeout(Duration.ofMillis(200));
        try (var served = Served.tcp(limits, "chat");
                var anna = new Chat.Guest(served.client())) {
            anna.says("anna");
            anna.readsTo("* you are in lobby");
            try (var stranger = new Chat.Guest(served.client())) {
                assertThat(stranger.reads()).startsWith("* welcome");
                assertThat(stranger.reads()).isEmpty();
            }
            assertThat(served.log.awaitEnd().end().reason()).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
            assertThat(anna.asks("/who")).isEqualTo("* lobby: anna");
        }
    }

    @Test
    void atADrainEverybodyIsToldAndNobodyIsCutOff() throws Exception {
        try (var chat = new Chat(ChatLimits.DEFAULT);
                var anna = chat.guest("anna");
                var ben = chat.guest("ben")) {
            anna.readsTo("* ben joined");
            anna.client().send("half a ");
            ben.says("last words");
            assertThat(anna.reads()).isEqualTo("ben: last words");
            var drain = new Thread(() -> chat.server.drain(Duration.ofSeconds(50)));
            drain.start();
            assertThat(ben.reads()).isEqualTo("* the server is going down; goodbye");
            assertThat(ben.reads()).isEmpty();
            anna.says("line");
            assertThat(anna.reads()).isEqualTo("* the server is going down; goodbye");
            assertThat(anna.reads()).isEmpty();
            drain.join();
            assertThat(chat.log.awaitEnd().end().reason()).isEqualTo(CloseReason.STOPPED);
            assertThat(chat.log.awaitEnd().end().reason()).isEqualTo(CloseReason.STOPPED);
        }
    }
}
