/* A closed loop of UDP clients on one thread: each connected socket keeps so many datagrams in flight, and verifies each
 * byte that comes back.
 *
 *     udp_load HOST PORT SOCKETS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS
 *
 * Prints what tcp_load prints. A socket that hears nothing for 200 ms counts what it has in flight as lost and sends anew;
 * a datagram that is 64 times what is in flight behind the others is lost too. An answer to a datagram that was given up is
 * passed over; one that is no message of this socket's is wrong.
 */
#define _GNU_SOURCE
#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define SILENCE_NS 200000000u
#define NUMBER_BYTES 8

/* The number of a datagram is in its first bytes; the rest are those of that message. */
struct client {
    int fd;
    unsigned number;
    unsigned pending;      /* datagrams in flight */
    uint64_t sent;         /* the number of the next datagram */
    uint64_t first;        /* numbers before this one were given up */
    uint64_t heard;        /* when something came, or was sent anew */
    unsigned char *waits;  /* a ring: whether this number is awaited */
    uint64_t *started;     /* a ring: when it was sent */
};

static unsigned in_flight, ring;
static size_t size;
static uint64_t messages, wrong, lost;
static struct histogram latency;
static int measuring;

/* The number's place in the rings is still taken if the datagram so many before it never came back, while others did. */
static void free_place(struct client *c) {
    if (c->waits[c->sent % ring]) {
        c->pending--;
        lost += measuring;
    }
}

static void send_one(struct client *c, uint64_t now) {
    unsigned char out[LARGEST_DATAGRAM];
    free_place(c);
    write_message(out, c->number, c->sent, size);
    memcpy(out, &c->sent, NUMBER_BYTES);
    if (send(c->fd, out, size, MSG_NOSIGNAL) < 0 && errno != EAGAIN && errno != ENOBUFS) {
        die("send");
    }
    c->started[c->sent % ring] = now;
    c->waits[c->sent % ring] = 1;
    c->sent++;
    c->pending++;
}

static int is_message(struct client *c, const unsigned char *in, size_t length, uint64_t k) {
    return length == size && is_part(in + NUMBER_BYTES, c->number, k, size, NUMBER_BYTES, size - NUMBER_BYTES);
}

static void on_datagram(struct client *c, const unsigned char *in, size_t length, uint64_t now) {
    uint64_t k = 0;
    memcpy(&k, in, length < NUMBER_BYTES ? length : NUMBER_BYTES);
    if (k >= c->sent || !is_message(c, in, length, k)) {
        wrong++;
        return;
    }
    if (k < c->first || k + ring < c->sent || !c->waits[k % ring]) {
        return;
    }
    c->waits[k % ring] = 0;
    c->pending--;
    if (measuring) {
        record(&latency, now - c->started[k % ring]);
        messages++;
    }
}

static void top_up(struct client *c, uint64_t now) {
    while (c->pending < in_flight) {
        send_one(c, now);
    }
}

static void on_event(struct client *c) {
    unsigned char in[LARGEST_DATAGRAM];
    uint64_t now = now_ns();
    for (unsigned i = 0; i < in_flight; i++) {
        ssize_t n = recv(c->fd, in, sizeof in, MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN) {
            break;
        }
        if (n < 0) {
            die("recv");
        }
        on_datagram(c, in, (size_t) n, now);
        c->heard = now;
    }
    top_up(c, now);
}

static void give_up(struct client *c, uint64_t now) {
    if (measuring) {
        lost += c->pending;
    }
    c->first = c->sent;
    c->pending = 0;
    c->heard = now;
    memset(c->waits, 0, ring);
    top_up(c, now);
}

static void look_for_silence(struct client *all, unsigned sockets) {
    uint64_t now = now_ns();
    for (unsigned i = 0; i < sockets; i++) {
        if (now > all[i].heard + SILENCE_NS) {
            give_up(&all[i], now);
        }
    }
}

static int open_socket(const char *host, const char *port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(port))};
    inet_pton(AF_INET, host, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *) &to, sizeof to) != 0) {
        die("connect");
    }
    return fd;
}

static void run(int epoll, struct client *all, unsigned sockets, uint64_t until) {
    struct epoll_event events[1024];
    uint64_t look = now_ns() + SILENCE_NS / 4;
    for (uint64_t now = now_ns(); now < until; now = now_ns()) {
        int n = epoll_wait(epoll, events, 1024, 50);
        for (int i = 0; i < n; i++) {
            on_event(events[i].data.ptr);
        }
        if (now > look) {
            look_for_silence(all, sockets);
            look = now + SILENCE_NS / 4;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: udp_load HOST PORT SOCKETS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS\n");
        return 2;
    }
    unsigned sockets = (unsigned) atoi(argv[3]);
    in_flight = (unsigned) atoi(argv[4]);
    size = (size_t) atoi(argv[5]);
    if (sockets == 0 || in_flight == 0 || size <= NUMBER_BYTES || size > 65507) {
        fprintf(stderr, "SOCKETS and IN_FLIGHT must be positive, BYTES from %d to 65507\n", NUMBER_BYTES + 1);
        return 2;
    }
    ring = in_flight * 64;
    make_pattern();
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct client *all = calloc(sockets, sizeof *all);
    for (unsigned i = 0; i < sockets; i++) {
        struct client *c = &all[i];
        c->number = i;
        c->fd = open_socket(argv[1], argv[2]);
        c->heard = now_ns();
        c->waits = calloc(ring, 1);
        c->started = calloc(ring, sizeof *c->started);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
    }
    for (unsigned i = 0; i < sockets; i++) {
        top_up(&all[i], now_ns());
    }
    run(epoll, all, sockets, now_ns() + (uint64_t) (atof(argv[6]) * 1e9));
    fprintf(stderr, "warm\n");
    measuring = 1;
    uint64_t begin = now_ns(), cpu = cpu_ns();
    run(epoll, all, sockets, begin + (uint64_t) (atof(argv[7]) * 1e9));
    measuring = 0;
    double seconds = (double) (now_ns() - begin) / 1e9;
    print_result(&latency, messages, seconds, (double) (cpu_ns() - cpu) / 1e9 / seconds, wrong, lost);
    return wrong == 0 ? 0 : 1;
}
