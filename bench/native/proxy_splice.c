/* The limit of a TCP proxy: one thread, epoll, a pipe a direction, splice(2) into it and out of it.
 *
 *     proxy_splice PORT_BEHIND [PIPE_BYTES]
 *
 * Level-triggered: a source is spliced once a turn, so no second call is needed to know that it is empty. While its pipe
 * holds something that the sink does not take, the source is not looked at, and the sink is.
 *
 *     source ──splice──▶ pipe ──splice──▶ sink          the end of the source is passed on once the pipe is empty
 */
#define _GNU_SOURCE
#include "echo.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

struct end;

/* What goes from one end to the other. */
struct direction {
    int pipe[2];
    size_t held;
    int ended;
};

struct relay;

struct end {
    struct relay *relay;
    struct end *other;
    int fd;
    uint32_t events;
    struct direction out; /* from this end to the other */
};

struct relay {
    struct end client, server;
    int dead;
    struct relay *next_dead;
};

static int epoll;
static int pipe_bytes = 65536;
static struct sockaddr_in behind;
static struct relay *dead;

static void look_for(struct end *e) {
    uint32_t wanted = (e->out.ended || e->out.held > 0 ? 0 : EPOLLIN) | (e->other->out.held > 0 ? EPOLLOUT : 0);
    if (wanted != e->events) {
        struct epoll_event event = {.events = wanted, .data.ptr = e};
        epoll_ctl(epoll, EPOLL_CTL_MOD, e->fd, &event);
        e->events = wanted;
    }
}

/* Its memory is freed at the end of the turn: other events may still name it. */
static void end(struct relay *r) {
    if (r->dead) {
        return;
    }
    r->dead = 1;
    struct end *ends[] = {&r->client, &r->server};
    for (int i = 0; i < 2; i++) {
        close(ends[i]->fd);
        close(ends[i]->out.pipe[0]);
        close(ends[i]->out.pipe[1]);
    }
    r->next_dead = dead;
    dead = r;
}

/* False if the connection is gone. */
static int drain(struct end *from) {
    struct direction *d = &from->out;
    while (d->held > 0) {
        ssize_t n = splice(d->pipe[0], NULL, from->other->fd, NULL, d->held, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
        if (n <= 0) {
            return n < 0 && errno == EAGAIN;
        }
        d->held -= (size_t) n;
    }
    return 1;
}

/* False if the connection is gone, or both ways have ended. */
static int fill(struct end *from) {
    struct direction *d = &from->out;
    ssize_t n = splice(from->fd, NULL, d->pipe[1], NULL, (size_t) pipe_bytes, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
    if (n < 0) {
        return errno == EAGAIN;
    }
    if (n == 0) {
        d->ended = 1;
        shutdown(from->other->fd, SHUT_WR);
        return !from->other->out.ended;
    }
    d->held = (size_t) n;
    return drain(from);
}

static void on_event(struct end *e, uint32_t events) {
    if (e->relay->dead) {
        return;
    }
    int open = 1;
    if (e->other->out.held > 0 && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
        open = drain(e->other);
    }
    if (open && !e->out.ended && e->out.held == 0 && (events & (EPOLLIN | EPOLLERR | EPOLLHUP))) {
        open = fill(e);
    } else if (open && (events & EPOLLERR)) {
        open = 0;
    }
    if (open) {
        look_for(e);
        look_for(e->other);
    } else {
        end(e->relay);
    }
}

static void open_end(struct relay *r, struct end *e, struct end *other, int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *e = (struct end) {.relay = r, .other = other, .fd = fd, .events = EPOLLIN};
    if (pipe2(e->out.pipe, O_NONBLOCK | O_CLOEXEC) != 0) {
        die("pipe2");
    }
    if (pipe_bytes != 65536) {
        fcntl(e->out.pipe[1], F_SETPIPE_SZ, pipe_bytes);
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = e};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void accept_all(int listener) {
    for (;;) {
        int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client < 0) {
            return;
        }
        /* On loopback, connect(2) is done at once. */
        int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(server, (struct sockaddr *) &behind, sizeof behind) != 0) {
            die("connect");
        }
        fcntl(server, F_SETFL, O_NONBLOCK);
        struct relay *r = calloc(1, sizeof *r);
        open_end(r, &r->client, &r->server, client);
        open_end(r, &r->server, &r->client, server);
    }
}

static void free_dead(void) {
    while (dead != NULL) {
        struct relay *next = dead->next_dead;
        free(dead);
        dead = next;
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "proxy_splice PORT_BEHIND [PIPE_BYTES]\n");
        return 2;
    }
    behind = (struct sockaddr_in) {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t) atoi(argv[1]))};
    /* splice(2) has no MSG_NOSIGNAL. */
    signal(SIGPIPE, SIG_IGN);
    if (argc > 2) {
        pipe_bytes = atoi(argv[2]);
    }
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
        free_dead();
    }
}
