package dev.minato.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The services are written as a user of the library would write them.
class ServicesArchitectureTest {
    private static final String[] SERVICE_ROOMS = {
        "dev.minato.services.stream",
        "dev.minato.services.datagram",
        "dev.minato.services.line",
        "dev.minato.services.kv",
        "dev.minato.services.hello",
        "dev.minato.services.chat",
        "dev.minato.services.ingest",
        "dev.minato.services.game",
        "dev.minato.services.dns"
    };

    private static final JavaClasses SERVICES = new ClassFileImporter().importPath(compiledClasses());

    /// What waits, waits through sockets and tasks; so nothing else of `java.util.concurrent` is in use.
    @Test
    void onlyTheLibraryAndWhatDoesNotWaitIsUsed() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching(
                        "dev\\.minato\\.(services|server|client|tls|net|codec|framed|task|address|error|metrics)\\..*"
                                + "|dev\\.minato\\.platform\\.(Platform|Capabilities|pace\\.(Budget|WithoutYield)|wait\\.Parker)"
                                + "|java\\.lang\\.ScopedValue\\$CallableOp"
                                + "|java\\.(lang|io|math|nio|nio\\.charset|nio\\.file|util|util\\.function|util\\.random|util\\.regex|util\\.stream|time)\\.[^.]*"
                                + "|java\\.text\\.Normalizer.*"
                                + "|java\\.lang\\.(invoke|module|runtime)\\..*"
                                + "|java\\.util\\.concurrent\\.(ConcurrentHashMap.*|ConcurrentMap|Callable|ExecutionException)"
                                + "|java\\.security\\.SecureRandom"
                                + "|org\\.xbill\\.DNS\\.[^.]*"
                                + "|java\\.util\\.concurrent\\.atomic\\..*"
                                + "|java\\.security\\.[^.]*|javax\\.crypto\\..*"
                                + "|org\\.jspecify\\.annotations\\..*"
                                + "|byte|byte\\[\\]|\\[.*|boolean|int|long|char|void")
                .check(SERVICES);
    }

    /// The facade names the services, and these what those of lines share, and how metrics are shown; nothing names
    /// what is above it.
    @Test
    void roomsAreInOrder() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("facade")
                .definedBy("dev.minato.services")
                .layer("services")
                .definedBy(SERVICE_ROOMS)
                .layer("lines")
                .definedBy("dev.minato.services.lines")
                .layer("http")
                .definedBy("dev.minato.services.http")
                .layer("exposition")
                .definedBy("dev.minato.services.exposition")
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("services")
                .mayOnlyBeAccessedByLayers("facade")
                .check(SERVICES);
        SlicesRuleDefinition.slices()
                .matching("dev.minato.services.(*)")
                .should()
                .beFreeOfCycles()
                .check(SERVICES);
        for (String room : SERVICE_ROOMS) {
            noClasses()
                    .that()
                    .resideInAPackage(room)
                    .should()
                    .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(SERVICE_ROOMS)
                            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(room))))
                    .check(SERVICES);
        }
    }

    /// And of that only messages: it has a resolver of its own, which waits as Java's own sockets do.
    @Test
    void dnsjavaWritesAndReadsMessagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.minato.services.dns")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill.DNS..")
                .check(SERVICES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.xbill\\.DNS\\.(.*Resolver.*|Lookup.*|Cache.*|Nio.*|.*Config.*|ZoneTransfer.*)")
                .check(SERVICES);
        noClasses()
                .that()
                .arePublic()
                .and()
                .resideInAPackage("dev.minato.services.dns")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill.DNS..")
                .check(SERVICES);
    }

    /// Or the platform's; method references count.
    @Test
    void timeIsAParameter() {
        noClasses()
                .should()
                .accessTargetWhere(access(System.class, "nanoTime", "currentTimeMillis"))
                .orShould()
                .accessTargetWhere(access(Instant.class, "now"))
                .orShould()
                .accessTargetWhere(access(Thread.class, "sleep"))
                .check(SERVICES);
    }

    private static DescribedPredicate<JavaAccess<?>> access(Class<?> type, String... methods) {
        return DescribedPredicate.describe(
                "is " + type.getSimpleName() + "." + String.join("|", methods),
                access -> access.getTarget().getOwner().isEquivalentTo(type)
                        && List.of(methods).contains(access.getTarget().getName()));
    }

    private static Path compiledClasses() {
        try {
            return Path.of(Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
