package dev.minato;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import dev.minato.error.ErrorKind;
import dev.minato.platform.lookup.NameLookup;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the order of the packages, and what only a platform does: wait, open sockets, read the clock, draw
/// lots.
class ArchitectureTest {
    /// Outermost first. A package imports only from the rows below it; packages of one row know nothing of
    /// each other.
    private static final List<List<String>> ROWS = List.of(
            List.of("dev.minato.activation", "dev.minato.server", "dev.minato.client"),
            List.of("dev.minato.framed", "dev.minato.tls", "dev.minato.proxy"),
            List.of("dev.minato.io"),
            List.of("dev.minato.pool"),
            List.of("dev.minato.net"),
            List.of("dev.minato.task"),
            List.of("dev.minato.net.connect"),
            List.of("dev.minato.net.ready", "dev.minato.net.path"),
            List.of("dev.minato.net.handle", "dev.minato.net.option"),
            List.of("dev.minato.platform.jdk", "dev.minato.platform.linux"),
            List.of("dev.minato.platform.linux.loop"),
            List.of("dev.minato.platform.linux.ring"),
            List.of("dev.minato.platform.linux.sys"),
            List.of("dev.minato.platform.lookup", "dev.minato.platform.memory", "dev.minato.platform.file"),
            List.of("dev.minato.platform.kernel"),
            List.of("dev.minato.platform"),
            List.of("dev.minato.platform.pace"),
            List.of("dev.minato.platform.wait"),
            List.of("dev.minato.codec"),
            List.of("dev.minato.buffer"),
            List.of("dev.minato.address"),
            List.of("dev.minato.metrics", "dev.minato.jfr"),
            List.of("dev.minato.error"),
            List.of("dev.minato.atomic"));

    private static final String[] REAL_PLATFORMS = {"dev.minato.platform.jdk", "dev.minato.platform.linux.."};

    /// The platforms share how to wait and how to look up names, which waits and sees the time, too.
    private static final String[] PLATFORM_PACKAGES = {"dev.minato.platform.."};

    /// How many types of a package may name each other in a circle.
    private static final int MAX_KNOT = 5;

    /// Sealed types that only list their kinds, for those who switch over them: none of the kinds has to be
    /// read for it.
    private static final Set<String> LISTS = Set.of("dev.minato.net.Pollable");

    private static final JavaClasses MINATO = new ClassFileImporter().importPath(compiledClasses());

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        classes().should().resideInAnyPackage(packages().toArray(String[]::new)).check(MINATO);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageImportsOnlyFromThoseBelowIt(String name) {
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(besideAndAbove(name))
                .allowEmptyShould(true)
                .check(MINATO);
    }

    /// No package imports from itself by way of others.
    @Test
    void packagesFormNoCircle() {
        slices().matching("dev.minato.(**)").should().beFreeOfCycles().check(MINATO);
    }

    /// Types that name each other have to be read together, so there are few of them in any one package. What a
    /// sealed type permits counts, too, unless it is a mere list.
    @ParameterizedTest
    @MethodSource("packages")
    void noKnotOfTypesIsLarge(String name) {
        assertThat(knots(name)).allSatisfy(knot -> assertThat(knot).hasSizeLessThanOrEqualTo(MAX_KNOT));
    }

    /// `Platform` finds them by a name in a string, which is no import.
    @Test
    void realPlatformsAreNamedByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackages(REAL_PLATFORMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(REAL_PLATFORMS)
                .check(MINATO);
    }

    @Test
    void libraryNeedsNothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.minato..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "javax.security.auth..",
                        "jdk.jfr..",
                        "jdk.net..",
                        "org.jspecify.annotations")
                .check(MINATO);
    }

    @Test
    void onlyPlatformsWait() {
        outside(PLATFORM_PACKAGES)
                .should()
                .dependOnClassesThat(anyOf(
                        LockSupport.class,
                        Condition.class,
                        CountDownLatch.class,
                        CyclicBarrier.class,
                        Phaser.class,
                        Exchanger.class,
                        Semaphore.class,
                        BlockingQueue.class,
                        Timer.class))
                .orShould()
                .accessTargetWhere(call(Thread.class, "sleep", "join"))
                .orShould()
                .callMethod(Object.class, "wait")
                .orShould()
                .callMethod(Object.class, "wait", long.class)
                .orShould()
                .accessTargetWhere(call(Future.class, "get", "join"))
                .orShould()
                .accessTargetWhere(call(ExecutorService.class, "invokeAll", "invokeAny", "awaitTermination", "close"))
                .check(MINATO);
    }

    @Test
    void onlyPlatformsReadTheClock() {
        outside(PLATFORM_PACKAGES)
                .should()
                .accessTargetWhere(call(System.class, "nanoTime", "currentTimeMillis"))
                .orShould()
                .accessTargetWhere(call(Instant.class, "now"))
                .orShould()
                .dependOnClassesThat(anyOf(Clock.class, InstantSource.class))
                .check(MINATO);
    }

    @Test
    void onlyRealPlatformsDrawLots() {
        outside(REAL_PLATFORMS)
                .should()
                .accessTargetWhere(call(Random.class, "<init>"))
                .orShould()
                .dependOnClassesThat(anyOf(ThreadLocalRandom.class))
                .orShould()
                .accessTargetWhere(call(Math.class, "random"))
                .check(MINATO);
    }

    /// The real platforms share the look-up. What chooses keys and judges certificates for the JDK is asked about its
    /// sockets as well, and has to have the methods.
    @Test
    void onlyRealPlatformsOpenSocketsAndLookUpNames() {
        outside(REAL_PLATFORMS)
                .and()
                .doNotBelongToAnyOf(NameLookup.class)
                .and()
                .areNotAssignableTo(X509ExtendedKeyManager.class)
                .and()
                .areNotAssignableTo(X509ExtendedTrustManager.class)
                .should()
                .dependOnClassesThat(anyOf(
                        Socket.class,
                        ServerSocket.class,
                        DatagramSocket.class,
                        SelectableChannel.class,
                        Selector.class))
                .orShould()
                .accessTargetWhere(call(InetAddress.class, "getByName", "getAllByName", "getLocalHost"))
                .check(MINATO);
    }

    private static Stream<String> packages() {
        return ROWS.stream().flatMap(List::stream);
    }

    /// The sets of top-level types of a package that all reach each other through what they name.
    private static Set<Set<String>> knots(String name) {
        var named = new TreeMap<String, Set<String>>();
        for (JavaClass type : MINATO) {
            if (type.getPackageName().equals(name)) {
                var others = named.computeIfAbsent(topLevel(type.getName()), _ -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().equals(name))
                        .map(target -> topLevel(target.getName()))
                        .forEach(others::add);
                others.addAll(permitted(type));
            }
        }
        return named.keySet().stream()
                .map(type -> reached(type, named).stream()
                        .filter(other -> reached(other, named).contains(type))
                        .collect(toSet()))
                .collect(toSet());
    }

    /// The model of the classes does not have them.
    private static Set<String> permitted(JavaClass type) {
        boolean maySeal = type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT);
        return maySeal && !LISTS.contains(type.getName())
                ? Stream.ofNullable(type.reflect().getPermittedSubclasses())
                        .flatMap(Stream::of)
                        .map(permitted -> topLevel(permitted.getName()))
                        .collect(toSet())
                : Set.of();
    }

    private static String topLevel(String type) {
        return type.replaceFirst("\\$.*", "");
    }

    private static Set<String> reached(String from, Map<String, Set<String>> named) {
        var reached = new TreeSet<String>();
        var left = new ArrayDeque<>(Set.of(from));
        while (!left.isEmpty()) {
            String next = left.remove();
            if (reached.add(next)) {
                left.addAll(named.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }

    private static String[] besideAndAbove(String name) {
        return Stream.concat(
                        ROWS.stream().takeWhile(row -> !row.contains(name)),
                        ROWS.stream().filter(row -> row.contains(name)))
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .toArray(String[]::new);
    }

    private static GivenClassesConjunction outside(String... packages) {
        return noClasses().that().resideOutsideOfPackages(packages);
    }

    private static DescribedPredicate<JavaClass> anyOf(Class<?>... types) {
        var names = Stream.of(types).map(Class::getSimpleName).toList();
        return DescribedPredicate.describe(
                "are any of " + names, used -> Stream.of(types).anyMatch(used::isAssignableTo));
    }

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> type, String... methods) {
        return DescribedPredicate.describe(
                "is " + type.getSimpleName() + "." + String.join("|", methods),
                access -> access.getTarget().getOwner().isAssignableTo(type)
                        && List.of(methods).contains(access.getTarget().getName()));
    }

    private static Path compiledClasses() {
        try {
            return Path.of(ErrorKind.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
