package dev.minato;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packages of the platform export what an implementer needs, each type for a reason, and nothing else.
class PlatformExportsTest {
    private static final String PLATFORM = "dev.minato.platform";
    private static final String WAIT = "dev.minato.platform.wait";

    private static final Map<String, Map<String, Set<String>>> EXPORTED = Map.of(
            PLATFORM,
            Map.of(
                    "what it implements",
                    Set.of(
                            "Platform",
                            "Lookup",
                            "ReadinessSource",
                            "TrySocket",
                            "TryStream",
                            "TryListener",
                            "TryDatagram",
                            "TryPipe",
                            "TryFile"),
                    "what it is given, and gives back",
                    Set.of(
                            "Interest",
                            "Placement",
                            "Setting",
                            "PlatformOptions",
                            "Membership",
                            "DatagramMeta",
                            "DatagramSlot",
                            "DatagramError",
                            "PacketFields",
                            "Adopted"),
                    "what it says of itself",
                    Set.of("Capabilities", "Choice"),
                    "what binds it, and says that there is none",
                    Set.of("Scope", "Expiry", "PlatformUnavailableException"),
                    "what every socket that tries would write again",
                    Set.of("Endpoints", "UserMemory", "Vectors")),
            WAIT,
            Map.of(
                    "how a wait begins and ends",
                    Set.of("WaitQueue", "Waiter", "WaitCondition", "Handle", "Outcome", "Deadline"),
                    "who is told without a wait",
                    Set.of("Watcher", "Watchers"),
                    "how its threads stop, and its clock",
                    Set.of("Parker", "TimerEntry", "ThreadParker", "Yield", "CarrierYield"),
                    "what its parker is given to interrupt a thread at a deadline",
                    Set.of("DeadlineInterrupt"),
                    "what its own threads share with tasks, and their end",
                    Set.of("Inbox", "SpinLock", "LastResort")));

    @ParameterizedTest
    @ValueSource(strings = {PLATFORM, WAIT})
    void publicTypesAreThoseThatAnImplementerNeeds(String name) {
        var needed = EXPORTED.get(name).values().stream().flatMap(Set::stream).collect(toCollection(TreeSet::new));
        assertThat(publicTypes(name)).containsExactlyInAnyOrderElementsOf(needed);
    }

    private static Stream<String> publicTypes(String name) {
        return new ClassFileImporter()
                .importPackagesOf(dev.minato.platform.Platform.class).stream()
                        .filter(type -> type.getPackageName().equals(name))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName);
    }
}
