/* A closed loop of TCP clients on one thread: each connection keeps so many messages in flight, and verifies each byte
 * that comes back. What writes and reads is the includer's.
 *
 * Prints "warm" on stderr when the warm-up is over, so that the caller can read the server's CPU time there and again at
 * the end, and the result as a line of JSON.
 */
#ifndef MINATO_CLOSED_LOOP_H
#define MINATO_CLOSED_LOOP_H

#include "load.h"
#include "connect.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int fd;
    struct ssl_st *tls; /* of the load over TLS */
    unsigned number;
    uint64_t sent, received;   /* messages begun, messages verified */
    size_t out_at, out_length; /* what of `out` is not written yet */
    size_t in_at;              /* bytes of the message that is coming */
    unsigned char *out;
    int looking;               /* whether epoll looks for room to write */
    uint64_t *started;         /* a ring: when each message in flight was sent */
};

/* The includer's: what comes once the connection is open; send and recv, -1 with EAGAIN if there is no room, or nothing to
 * read; whether more may be read that no event will tell of. */
static void begin_transport(struct connection *c);
static ssize_t write_some(struct connection *c, const void *bytes, size_t length);
static ssize_t read_some(struct connection *c, void *bytes, size_t length);
static int has_more(struct connection *c);

static unsigned in_flight;
static size_t size;
static uint64_t messages, wrong;
static struct histogram latency;
static int measuring;
static unsigned char *input;
static size_t input_size;

static void flush_out(struct connection *c) {
    while (c->out_at < c->out_length) {
        ssize_t n = write_some(c, c->out + c->out_at, c->out_length - c->out_at);
        if (n < 0) {
            if (errno == EAGAIN) {
                return;
            }
            die("send");
        }
        c->out_at += (size_t) n;
    }
    c->out_at = c->out_length = 0;
}

static void top_up(struct connection *c, uint64_t now) {
    if (c->out_at < c->out_length) {
        return;
    }
    while (c->sent - c->received < in_flight) {
        write_message(c->out + c->out_length, c->number, c->sent, size);
        c->out_length += size;
        c->started[c->sent % in_flight] = now;
        c->sent++;
    }
    flush_out(c);
}

static void verify(struct connection *c, const unsigned char *bytes, size_t length) {
    while (length > 0) {
        size_t part = size - c->in_at < length ? size - c->in_at : length;
        if (!is_part(bytes, c->number, c->received, size, c->in_at, part)) {
            wrong++;
        }
        bytes += part;
        length -= part;
        c->in_at += part;
        if (c->in_at == size) {
            c->in_at = 0;
            if (measuring) {
                record(&latency, now_ns() - c->started[c->received % in_flight]);
                messages++;
            }
            c->received++;
        }
    }
}

static void on_event(struct connection *c, uint32_t events) {
    if (events & EPOLLOUT) {
        flush_out(c);
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
        return;
    }
    ssize_t n;
    do {
        n = read_some(c, input, input_size);
        if (n > 0) {
            verify(c, input, (size_t) n);
        } else if (n == 0 || errno != EAGAIN) {
            fprintf(stderr, "connection %u ended: %s\n", c->number, n == 0 ? "end of stream" : strerror(errno));
            exit(1);
        }
    } while (n > 0 && has_more(c));
    top_up(c, now_ns());
}

/* Writes of large messages are cut short; only while one is, epoll looks for room. */
static void look_for_room(int epoll, struct connection *c) {
    int wanted = c->out_at < c->out_length;
    if (wanted != c->looking) {
        struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
        c->looking = wanted;
    }
}

static void run(int epoll, uint64_t until) {
    struct epoll_event events[1024];
    while (now_ns() < until) {
        int n = epoll_wait(epoll, events, 1024, 100);
        for (int i = 0; i < n; i++) {
            on_event(events[i].data.ptr, events[i].events);
            look_for_room(epoll, events[i].data.ptr);
        }
    }
}

static int run_closed_loop(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: %s HOST PORT CONNECTIONS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS\n", argv[0]);
        return 2;
    }
    unsigned connections = (unsigned) atoi(argv[3]);
    in_flight = (unsigned) atoi(argv[4]);
    size = (size_t) atoi(argv[5]);
    if (connections == 0 || in_flight == 0 || size == 0 || size > LARGEST_MESSAGE) {
        fprintf(stderr, "CONNECTIONS and IN_FLIGHT must be positive, BYTES from 1 to %d\n", LARGEST_MESSAGE);
        return 2;
    }
    make_pattern();
    input_size = size * in_flight < 65536 ? 65536 : size * in_flight;
    input = malloc(input_size);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc(connections, sizeof *all);
    for (unsigned i = 0; i < connections; i++) {
        struct connection *c = &all[i];
        c->number = i;
        c->fd = open_connection(argv[1], argv[2]);
        c->out = malloc(size * in_flight);
        c->started = calloc(in_flight, sizeof *c->started);
        begin_transport(c);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
    }
    for (unsigned i = 0; i < connections; i++) {
        top_up(&all[i], now_ns());
        look_for_room(epoll, &all[i]);
    }
    run(epoll, now_ns() + (uint64_t) (atof(argv[6]) * 1e9));
    fprintf(stderr, "warm\n");
    measuring = 1;
    uint64_t begin = now_ns(), cpu = cpu_ns();
    run(epoll, begin + (uint64_t) (atof(argv[7]) * 1e9));
    measuring = 0;
    double seconds = (double) (now_ns() - begin) / 1e9;
    print_result(&latency, messages, seconds, (double) (cpu_ns() - cpu) / 1e9 / seconds, wrong, 0);
    return wrong == 0 ? 0 : 1;
}

#endif
