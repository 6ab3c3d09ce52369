/* A closed loop of TCP clients on one thread, each of which connects, sends one message, verifies its answer, closes, and
 * begins anew.
 *
 *     connect_load HOST PORT CLIENTS BYTES WARMUP_SECONDS SECONDS
 *
 * Prints what tcp_load prints; a message is a whole connection, and its time runs from the connect to the last byte.
 */
#define _GNU_SOURCE
#include "load.h"
#include "connect.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    int fd;
    unsigned number;
    uint64_t count, started;
    size_t in_at;
};

static struct sockaddr_in server;
static size_t size;
static unsigned connects;
static uint64_t messages, wrong;
static struct histogram latency;
static int measuring;
static unsigned char buffer[LARGEST_MESSAGE];

static void begin(int epoll, struct client *c) {
    c->started = now_ns();
    c->in_at = 0;
    c->fd = open_from(connects++, &server);
    write_message(buffer, c->number, c->count, size);
    if (send(c->fd, buffer, size, MSG_NOSIGNAL) != (ssize_t) size) {
        die("send");
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static void on_event(int epoll, struct client *c) {
    ssize_t n = recv(c->fd, buffer, size - c->in_at, MSG_DONTWAIT);
    if (n <= 0) {
        fprintf(stderr, "client %u ended: %s\n", c->number, n == 0 ? "end of stream" : strerror(errno));
        exit(1);
    }
    wrong += !is_part(buffer, c->number, c->count, size, c->in_at, (size_t) n);
    c->in_at += (size_t) n;
    if (c->in_at == size) {
        close(c->fd);
        if (measuring) {
            record(&latency, now_ns() - c->started);
            messages++;
        }
        c->count++;
        begin(epoll, c);
    }
}

static void run(int epoll, uint64_t until) {
    struct epoll_event events[1024];
    while (now_ns() < until) {
        int n = epoll_wait(epoll, events, 1024, 100);
        for (int i = 0; i < n; i++) {
            on_event(epoll, events[i].data.ptr);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: connect_load HOST PORT CLIENTS BYTES WARMUP_SECONDS SECONDS\n");
        return 2;
    }
    unsigned clients = (unsigned) atoi(argv[3]);
    size = (size_t) atoi(argv[4]);
    if (clients == 0 || size == 0 || size > LARGEST_MESSAGE) {
        fprintf(stderr, "CLIENTS must be positive, BYTES from 1 to %d\n", LARGEST_MESSAGE);
        return 2;
    }
    server = address_of(argv[1], argv[2]);
    make_pattern();
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct client *all = calloc(clients, sizeof *all);
    for (unsigned i = 0; i < clients; i++) {
        all[i].number = i;
        begin(epoll, &all[i]);
    }
    run(epoll, now_ns() + (uint64_t) (atof(argv[5]) * 1e9));
    fprintf(stderr, "warm\n");
    measuring = 1;
    uint64_t start = now_ns(), cpu = cpu_ns();
    run(epoll, start + (uint64_t) (atof(argv[6]) * 1e9));
    measuring = 0;
    double seconds = (double) (now_ns() - start) / 1e9;
    print_result(&latency, messages, seconds, (double) (cpu_ns() - cpu) / 1e9 / seconds, wrong, 0);
    return wrong == 0 ? 0 : 1;
}
