/* The limit of TCP echo: one thread, epoll, one buffer; a read and a write an event.
 *
 *     echo_epoll [level]     level-triggered instead of edge-triggered
 *
 * Edge-triggered, a read that did not fill the buffer has emptied the socket, so no second read is needed to know it; but
 * one that never is empty keeps the others waiting. Level-triggered, each gets one read a turn.
 */
#define _GNU_SOURCE
#include "echo.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BUFFER 65536

/* What could not be written yet; kept only by connections that are behind. */
struct connection {
    int fd;
    unsigned char *behind;
    size_t at, length;
};

static int epoll;
static int edge = 1;

static void end(struct connection *c) {
    close(c->fd);
    free(c->behind);
    free(c);
}

static void look_for_room(struct connection *c, int wanted) {
    struct epoll_event event = {.events = (edge ? EPOLLET | EPOLLIN : wanted ? 0 : EPOLLIN), .data.ptr = c};
    if (wanted) {
        event.events |= EPOLLOUT;
    }
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

/* The bytes written; -1 if the connection is gone. */
static ssize_t write_some(struct connection *c, const unsigned char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        ssize_t n = send(c->fd, bytes + at, length - at, MSG_NOSIGNAL);
        if (n < 0) {
            return errno == EAGAIN ? (ssize_t) at : -1;
        }
        at += (size_t) n;
    }
    return (ssize_t) at;
}

/* Keeps the rest for later; false if the connection is gone. */
static int write_or_keep(struct connection *c, const unsigned char *bytes, size_t length) {
    ssize_t written = write_some(c, bytes, length);
    if (written < 0) {
        return 0;
    }
    if ((size_t) written < length) {
        c->length = length - (size_t) written;
        c->at = 0;
        c->behind = malloc(c->length);
        memcpy(c->behind, bytes + written, c->length);
        look_for_room(c, 1);
    }
    return 1;
}

static int catch_up(struct connection *c) {
    ssize_t written = write_some(c, c->behind + c->at, c->length - c->at);
    if (written < 0) {
        return 0;
    }
    c->at += (size_t) written;
    if (c->at == c->length) {
        free(c->behind);
        c->behind = NULL;
        look_for_room(c, 0);
    }
    return 1;
}

/* False if the connection is gone. */
static int serve(struct connection *c) {
    static unsigned char buffer[BUFFER];
    if (c->behind != NULL && !catch_up(c)) {
        return 0;
    }
    while (c->behind == NULL) {
        ssize_t n = recv(c->fd, buffer, sizeof buffer, 0);
        if (n <= 0) {
            return n < 0 && errno == EAGAIN;
        }
        if (!write_or_keep(c, buffer, (size_t) n)) {
            return 0;
        }
        if (n < BUFFER || !edge) {
            return 1;
        }
    }
    return 1;
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
        if (fd < 0) {
            return;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        struct epoll_event event = {.events = EPOLLIN | (edge ? EPOLLET | EPOLLRDHUP : 0), .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static void on_event(struct connection *c, uint32_t events) {
    /* With RDHUP a short read is not the end: what is left is read until it says 0. */
    int open = serve(c);
    while (open && edge && c->behind == NULL && (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))) {
        open = serve(c);
    }
    if (!open) {
        end(c);
    }
}

int main(int argc, char **argv) {
    edge = argc < 2 || strcmp(argv[1], "level") != 0;
    int listener = bind_to_free_port(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (listen(listener, 4096) != 0) {
        die("listen");
    }
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event of_listener = {.events = EPOLLIN, .data.ptr = &listener};
    struct epoll_event of_stdin = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &of_listener);
    epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &of_stdin);
    say_port(listener);
    struct epoll_event events[1024];
    for (;;) {
        int n = epoll_wait(epoll, events, 1024, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr == NULL) {
                return 0;
            } else if (events[i].data.ptr == &listener) {
                accept_all(listener);
            } else {
                on_event(events[i].data.ptr, events[i].events);
            }
        }
    }
}
