/* What the loads over TCP share: connections that never block once they are open. */
#ifndef MINATO_CONNECT_H
#define MINATO_CONNECT_H

#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static struct sockaddr_in address_of(const char *host, const char *port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(port))};
    inet_pton(AF_INET, host, &to.sin_addr);
    return to;
}

/* Begins to connect without waiting: epoll tells when there is room to write. */
static int begin_connection(const struct sockaddr_in *to) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    if (fd < 0 || (connect(fd, (const struct sockaddr *) to, sizeof *to) != 0 && errno != EINPROGRESS)) {
        die("connect");
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static int open_connection(const char *host, const char *port) {
    struct sockaddr_in to = address_of(host, port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *) &to, sizeof to) != 0) {
        die("connect");
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

/* So many addresses, 127.0.0.1 and on: what has been closed holds its port for a minute. */
#define SOURCES 64

/* Blocks until it is open, which on one machine takes no other than the kernel. */
static inline int open_from(unsigned source, const struct sockaddr_in *to) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + source % SOURCES)};
    if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0
            || bind(fd, (struct sockaddr *) &from, sizeof from) != 0) {
        die("bind");
    }
    if (connect(fd, (const struct sockaddr *) to, sizeof *to) != 0) {
        die("connect");
    }
    return fd;
}

#endif
