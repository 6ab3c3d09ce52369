/* The limit of UDP echo: one thread that blocks in recvfrom, or takes up to 32 datagrams a call; with --segments each of them
 * may be a burst, received (UDP_GRO) and sent (UDP_SEGMENT) in one piece.
 *
 *     echo_udp [--batch | --segments]
 */
#define _GNU_SOURCE
#include "echo.h"
#include <netinet/udp.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define BATCH 32
#define LARGEST 65536

static void echo_each(int fd) {
    static unsigned char buffer[LARGEST];
    struct sockaddr_in from;
    for (;;) {
        socklen_t length = sizeof from;
        ssize_t n = recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *) &from, &length);
        if (n >= 0) {
            sendto(fd, buffer, (size_t) n, 0, (struct sockaddr *) &from, length);
        }
    }
}

static void echo_batches(int fd) {
    static unsigned char buffers[BATCH][LARGEST];
    static struct sockaddr_in from[BATCH];
    static struct iovec parts[BATCH];
    static struct mmsghdr datagrams[BATCH];
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            parts[i] = (struct iovec) {buffers[i], LARGEST};
            datagrams[i].msg_hdr = (struct msghdr) {
                .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        int n = recvmmsg(fd, datagrams, BATCH, MSG_WAITFORONE, NULL);
        for (int i = 0; i < n; i++) {
            parts[i].iov_len = datagrams[i].msg_len;
        }
        for (int at = 0; at < n;) {
            int sent = sendmmsg(fd, datagrams + at, (unsigned) (n - at), 0);
            at += sent > 0 ? sent : 1;
        }
    }
}

/* What comes with a burst is the size of its segments; what goes with one is the same number, with two bytes. */
static void answer_with_segments(struct msghdr *datagram) {
    struct cmsghdr *c = CMSG_FIRSTHDR(datagram);
    if (c == NULL || c->cmsg_level != IPPROTO_UDP || c->cmsg_type != UDP_GRO) {
        datagram->msg_controllen = 0;
        return;
    }
    int size;
    memcpy(&size, CMSG_DATA(c), sizeof size);
    uint16_t segment = (uint16_t) size;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(c), &segment, sizeof segment);
    datagram->msg_controllen = CMSG_SPACE(sizeof segment);
}

static void echo_bursts(int fd) {
    static unsigned char buffers[BATCH][LARGEST];
    static char controls[BATCH][CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
    static struct sockaddr_in from[BATCH];
    static struct iovec parts[BATCH];
    static struct mmsghdr datagrams[BATCH];
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            parts[i] = (struct iovec) {buffers[i], LARGEST};
            datagrams[i].msg_hdr = (struct msghdr) {.msg_name = &from[i], .msg_namelen = sizeof from[i],
                                                    .msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = controls[i],
                                                    .msg_controllen = sizeof controls[i]};
        }
        int n = recvmmsg(fd, datagrams, BATCH, MSG_WAITFORONE, NULL);
        for (int i = 0; i < n; i++) {
            parts[i].iov_len = datagrams[i].msg_len;
            answer_with_segments(&datagrams[i].msg_hdr);
        }
        for (int at = 0; at < n;) {
            int sent = sendmmsg(fd, datagrams + at, (unsigned) (n - at), 0);
            at += sent > 0 ? sent : 1;
        }
    }
}

static void *end_with_stdin(void *unused) {
    (void) unused;
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    exit(0);
}

int main(int argc, char **argv) {
    int fd = bind_to_free_port(SOCK_DGRAM | SOCK_CLOEXEC), room = 1 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    pthread_t watcher;
    pthread_create(&watcher, NULL, end_with_stdin, NULL);
    say_port(fd);
    if (argc > 1 && strcmp(argv[1], "--batch") == 0) {
        echo_batches(fd);
    }
    int on = 1;
    if (argc > 1 && strcmp(argv[1], "--segments") == 0 && setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on) == 0) {
        echo_bursts(fd);
    }
    echo_each(fd);
}
