package dev.minato.platform.linux.sys;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.testing.CCompiler;
import dev.minato.testing.Requirement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers and layouts of [Abi], and the error numbers of [Errno], are those of the C headers.
///
/// A small program prints them where it can run. For another processor, and for another C library, the same
/// facts are static assertions of a program that is only compiled.
class AbiTest {
    /// What a field of `Abi` that is no name of C stands for.
    private static final Map<String, String> LAYOUTS = Map.ofEntries(
            entry("EPOLL_EVENT_SIZE", "sizeof(struct epoll_event)"),
            entry("EPOLL_EVENT_DATA", "offsetof(struct epoll_event, data)"),
            entry("SA_FAMILY", "offsetof(struct sockaddr, sa_family)"),
            entry("SIN_PORT", "offsetof(struct sockaddr_in, sin_port)"),
            entry("SIN_ADDR", "offsetof(struct sockaddr_in, sin_addr)"),
            entry("SIN_ZERO", "offsetof(struct sockaddr_in, sin_zero)"),
            entry("SIN6_FLOWINFO", "offsetof(struct sockaddr_in6, sin6_flowinfo)"),
            entry("SIN6_ADDR", "offsetof(struct sockaddr_in6, sin6_addr)"),
            entry("SIN6_SCOPE_ID", "offsetof(struct sockaddr_in6, sin6_scope_id)"),
            entry("SUN_PATH", "offsetof(struct sockaddr_un, sun_path)"),
            entry("IMR_MULTIADDR", "offsetof(struct ip_mreqn, imr_multiaddr)"),
            entry("IMR_IFINDEX", "offsetof(struct ip_mreqn, imr_ifindex)"),
            entry("IP_MREQN_SIZE", "sizeof(struct ip_mreqn)"),
            entry("IMR_INTERFACE", "offsetof(struct ip_mreq_source, imr_interface)"),
            entry("IMR_SOURCEADDR", "offsetof(struct ip_mreq_source, imr_sourceaddr)"),
            entry("IP_MREQ_SOURCE_SIZE", "sizeof(struct ip_mreq_source)"),
            entry("IPV6MR_MULTIADDR", "offsetof(struct ipv6_mreq, ipv6mr_multiaddr)"),
            entry("IPV6MR_INTERFACE", "offsetof(struct ipv6_mreq, ipv6mr_interface)"),
            entry("IPV6_MREQ_SIZE", "sizeof(struct ipv6_mreq)"),
            entry("GSR_INTERFACE", "offsetof(struct group_source_req, gsr_interface)"),
            entry("GSR_GROUP", "offsetof(struct group_source_req, gsr_group)"),
            entry("GSR_SOURCE", "offsetof(struct group_source_req, gsr_source)"),
            entry("GROUP_SOURCE_REQ_SIZE", "sizeof(struct group_source_req)"),
            entry("UCRED_PID", "offsetof(struct ucred, pid)"),
            entry("UCRED_UID", "offsetof(struct ucred, uid)"),
            entry("UCRED_GID", "offsetof(struct ucred, gid)"),
            entry("L_ONOFF", "offsetof(struct linger, l_onoff)"),
            entry("L_LINGER", "offsetof(struct linger, l_linger)"),
            entry("LINGER_SIZE", "sizeof(struct linger)"),
            entry("POLLFD_FD", "offsetof(struct pollfd, fd)"),
            entry("POLLFD_EVENTS", "offsetof(struct pollfd, events)"),
            entry("POLLFD_SIZE", "sizeof(struct pollfd)"),
            entry("CMSG_LEN", "offsetof(struct cmsghdr, cmsg_len)"),
            entry("IPI6_ADDR", "offsetof(struct in6_pktinfo, ipi6_addr)"),
            entry("SOCKADDR_IN_SIZE", "sizeof(struct sockaddr_in)"),
            entry("SOCKADDR_IN6_SIZE", "sizeof(struct sockaddr_in6)"),
            entry("SOCKADDR_UN_SIZE", "sizeof(struct sockaddr_un)"),
            entry("IOVEC_SIZE", "sizeof(struct iovec)"),
            entry("IOV_BASE", "offsetof(struct iovec, iov_base)"),
            entry("IOV_LEN", "offsetof(struct iovec, iov_len)"),
            entry("MSG_NAME", "offsetof(struct msghdr, msg_name)"),
            entry("MSG_NAMELEN", "offsetof(struct msghdr, msg_namelen)"),
            entry("MSG_IOV", "offsetof(struct msghdr, msg_iov)"),
            entry("MSG_IOVLEN", "offsetof(struct msghdr, msg_iovlen)"),
            entry("MSG_LEN", "offsetof(struct mmsghdr, msg_len)"),
            entry("MSG_CONTROL", "offsetof(struct msghdr, msg_control)"),
            entry("MSG_CONTROLLEN", "offsetof(struct msghdr, msg_controllen)"),
            entry("MSGHDR_SIZE", "sizeof(struct msghdr)"),
            entry("CMSG_LEVEL", "offsetof(struct cmsghdr, cmsg_level)"),
            entry("CMSG_TYPE", "offsetof(struct cmsghdr, cmsg_type)"),
            entry("CMSG_DATA", "CMSG_LEN(0)"),
            entry("IN_PKTINFO_SIZE", "sizeof(struct in_pktinfo)"),
            entry("TV_SEC", "offsetof(struct timespec, tv_sec)"),
            entry("TV_NSEC", "offsetof(struct timespec, tv_nsec)"),
            entry("EE_ERRNO", "offsetof(struct sock_extended_err, ee_errno)"),
            entry("EE_ORIGIN", "offsetof(struct sock_extended_err, ee_origin)"),
            entry("EE_TYPE", "offsetof(struct sock_extended_err, ee_type)"),
            entry("EE_CODE", "offsetof(struct sock_extended_err, ee_code)"),
            entry("EE_INFO", "offsetof(struct sock_extended_err, ee_info)"),
            entry("EE_OFFENDER", "sizeof(struct sock_extended_err)"),
            entry("IPI_IFINDEX", "offsetof(struct in_pktinfo, ipi_ifindex)"),
            entry("IPI_SPEC_DST", "offsetof(struct in_pktinfo, ipi_spec_dst)"),
            entry("IPI_ADDR", "offsetof(struct in_pktinfo, ipi_addr)"),
            entry("IN6_PKTINFO_SIZE", "sizeof(struct in6_pktinfo)"),
            entry("IPI6_IFINDEX", "offsetof(struct in6_pktinfo, ipi6_ifindex)"),
            entry("MMSGHDR_SIZE", "sizeof(struct mmsghdr)"));

    /// What the drawing above `Abi` says, and the code does with numbers of its own.
    private static final Map<String, Integer> DRAWN = Map.ofEntries(
            entry("offsetof(struct epoll_event, events)", 0),
            entry("sizeof(((struct epoll_event *) 0)->events)", 4),
            entry("sizeof(((struct epoll_event *) 0)->data)", 8),
            entry("offsetof(struct sockaddr_in, sin_family)", 0),
            entry("sizeof(sa_family_t)", 2),
            entry("offsetof(struct sockaddr_in6, sin6_family)", 0),
            entry("offsetof(struct sockaddr_in6, sin6_port)", 2),
            entry("offsetof(struct sockaddr_un, sun_family)", 0),
            entry("offsetof(struct ip_mreq_source, imr_multiaddr)", 0),
            entry("sizeof(struct ucred)", 12),
            entry("offsetof(struct pollfd, revents)", 6),
            entry("sizeof(nfds_t)", 8),
            entry("offsetof(struct msghdr, msg_flags)", 48),
            entry("offsetof(struct mmsghdr, msg_hdr)", 0),
            entry("sizeof(((struct mmsghdr *) 0)->msg_len)", 4),
            entry("sizeof(struct timespec)", 16),
            entry("IPV6_PMTUDISC_WANT", 1),
            entry("IPV6_PMTUDISC_DO", 2),
            entry("IPV6_PMTUDISC_PROBE", 3),
            entry("CMSG_SPACE(sizeof(struct in_pktinfo))", 32),
            entry("CMSG_SPACE(sizeof(struct in6_pktinfo))", 40),
            entry("sizeof(socklen_t)", 4),
            entry("sizeof(off_t)", 8),
            entry("sizeof(size_t)", 8),
            entry("sizeof(int)", 4));

    /// Every error number that has a kind of its own.
    private static final Map<String, ErrorKind> KINDS = Map.ofEntries(
            entry("EPERM", ErrorKind.PERMISSION_DENIED),
            entry("EACCES", ErrorKind.PERMISSION_DENIED),
            entry("EROFS", ErrorKind.PERMISSION_DENIED),
            entry("ENOENT", ErrorKind.NOT_FOUND),
            entry("ENODEV", ErrorKind.NOT_FOUND),
            entry("ENOTDIR", ErrorKind.NOT_FOUND),
            entry("EAGAIN", ErrorKind.WOULD_BLOCK),
            entry("ENOMEM", ErrorKind.OUT_OF_MEMORY),
            entry("ENOBUFS", ErrorKind.OUT_OF_MEMORY),
            entry("EBADF", ErrorKind.INVALID_INPUT),
            entry("EFAULT", ErrorKind.INVALID_INPUT),
            entry("ENOTSOCK", ErrorKind.INVALID_INPUT),
            entry("EINVAL", ErrorKind.INVALID_INPUT),
            entry("ENAMETOOLONG", ErrorKind.INVALID_INPUT),
            entry("ELOOP", ErrorKind.INVALID_INPUT),
            entry("EPROTOTYPE", ErrorKind.INVALID_INPUT),
            entry("EEXIST", ErrorKind.ALREADY_EXISTS),
            entry("ENFILE", ErrorKind.TOO_MANY_OPEN_FILES),
            entry("EMFILE", ErrorKind.TOO_MANY_OPEN_FILES),
            entry("EPIPE", ErrorKind.BROKEN_PIPE),
            entry("ESHUTDOWN", ErrorKind.BROKEN_PIPE),
            entry("ENOSYS", ErrorKind.UNSUPPORTED),
            entry("ENOPROTOOPT", ErrorKind.UNSUPPORTED),
            entry("EPROTONOSUPPORT", ErrorKind.UNSUPPORTED),
            entry("ESOCKTNOSUPPORT", ErrorKind.UNSUPPORTED),
            entry("EOPNOTSUPP", ErrorKind.UNSUPPORTED),
            entry("EPROTO", ErrorKind.CONNECTION_ABORTED),
            entry("ECONNABORTED", ErrorKind.CONNECTION_ABORTED),
            entry("EDESTADDRREQ", ErrorKind.NOT_CONNECTED),
            entry("ENOTCONN", ErrorKind.NOT_CONNECTED),
            entry("EMSGSIZE", ErrorKind.MESSAGE_TOO_LONG),
            entry("EAFNOSUPPORT", ErrorKind.ADDRESS_FAMILY_UNSUPPORTED),
            entry("EADDRINUSE", ErrorKind.ADDRESS_IN_USE),
            entry("EADDRNOTAVAIL", ErrorKind.ADDRESS_NOT_AVAILABLE),
            entry("ENETDOWN", ErrorKind.NETWORK_DOWN),
            entry("ENETUNREACH", ErrorKind.NETWORK_UNREACHABLE),
            entry("ENONET", ErrorKind.NETWORK_UNREACHABLE),
            entry("ECONNRESET", ErrorKind.CONNECTION_RESET),
            entry("EISCONN", ErrorKind.ALREADY_CONNECTED),
            entry("ETIMEDOUT", ErrorKind.TIMED_OUT),
            entry("ECONNREFUSED", ErrorKind.CONNECTION_REFUSED),
            entry("EHOSTDOWN", ErrorKind.HOST_UNREACHABLE),
            entry("EHOSTUNREACH", ErrorKind.HOST_UNREACHABLE));

    private static final String HEADERS = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #if __has_include(<linux/sockios.h>)
            #include <linux/sockios.h>
            #else
            #define SIOCOUTQNSD 0x894B /* musl has no headers of the kernel */
            #endif
            #if __has_include(<linux/sock_diag.h>)
            #include <linux/sock_diag.h>
            #else
            #define SK_MEMINFO_DROPS 8
            #endif
            #include <time.h>
            #if __has_include(<linux/errqueue.h>)
            #include <linux/errqueue.h>
            #else
            #define SO_EE_ORIGIN_ICMP 2
            #define SO_EE_ORIGIN_ICMP6 3
            struct sock_extended_err {
                unsigned ee_errno;
                unsigned char ee_origin, ee_type, ee_code, ee_pad;
                unsigned ee_info, ee_data;
            };
            #endif
            #include <net/if.h>
            #include <netinet/in.h>
            #include <netinet/tcp.h>
            #include <netinet/udp.h>
            #include <poll.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/ioctl.h>
            #include <sys/socket.h>
            #include <sys/syscall.h>
            #include <sys/un.h>
            #include <unistd.h>
            """;

    @BeforeAll
    static void onLinux() {
        Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
    }

    @Test
    void numbersAreThoseOfThisMachinesHeaders() throws Exception {
        Map<String, Integer> facts = facts(System.getProperty("os.arch").equals("amd64"));
        assertThat(CCompiler.values(HEADERS, List.copyOf(facts.keySet()))).isEqualTo(facts);
    }

    @Test
    void everyErrorNumberHasTheKindOfItsName() throws Exception {
        var expected = new TreeMap<Integer, ErrorKind>();
        CCompiler.values(HEADERS, List.copyOf(KINDS.keySet()))
                .forEach((name, number) -> expected.put(number, kindOf(name)));

        var actual = new TreeMap<Integer, ErrorKind>();
        for (int number = 1; number < 4096; number++) {
            if (Errno.kind(number) != ErrorKind.OTHER) {
                actual.put(number, Errno.kind(number));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"gcc,", "musl-gcc,", "aarch64-linux-gnu-gcc, aarch64"})
    void headersOf(String compiler, String architecture) throws Exception {
        String target = architecture == null ? System.getProperty("os.arch") : architecture;
        CCompiler.check(compiler, HEADERS, facts(target.equals("amd64")));
    }

    private static ErrorKind kindOf(String name) {
        ErrorKind kind = KINDS.get(name);
        assertThat(kind).as(name).isNotNull();
        return kind;
    }

    /// What is to hold, by its expression in C.
    private static Map<String, Integer> facts(boolean packed) throws IllegalAccessException {
        Map<String, Integer> facts = new LinkedHashMap<>();
        for (Class<?> type : List.of(Abi.class, Errno.class)) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == int.class && Modifier.isStatic(field.getModifiers())) {
                    facts.put(LAYOUTS.getOrDefault(field.getName(), field.getName()), field.getInt(null));
                }
            }
        }
        assertThat(facts).containsKeys("AF_INET6", "EPOLLET", "ECONNRESET");
        // The differences between processors, whichever this one is.
        facts.put("sizeof(struct epoll_event)", packed ? 12 : 16);
        facts.put("offsetof(struct epoll_event, data)", packed ? 4 : 8);
        facts.put("SYS_sendto", packed ? 44 : 206);
        facts.put("SYS_recvfrom", packed ? 45 : 207);
        facts.putAll(DRAWN);
        return facts;
    }

    @Test
    void whatDiffersIsAsOnThisProcessor() {
        boolean packed = System.getProperty("os.arch").equals("amd64");
        assertThat(Abi.SYS_sendto).isEqualTo(packed ? 44 : 206);
        assertThat(Abi.SYS_recvfrom).isEqualTo(packed ? 45 : 207);
        assertThat(Abi.EPOLL_EVENT_SIZE).isEqualTo(packed ? 12 : 16);
        assertThat(Abi.EPOLL_EVENT_DATA).isEqualTo(packed ? 4 : 8);
    }
}
