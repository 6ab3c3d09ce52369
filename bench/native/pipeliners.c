/* Clients that always have more to say: each connection writes one message after another for as long as the server takes
 * them, and takes all replies without looking at them.
 *
 *     pipeliners HOST PORT CONNECTIONS SECONDS MESSAGE
 *
 * Prints "open" on stderr once all are connected, and ends when stdin does, or after SECONDS. Prints as a line of JSON what
 * went both ways, and how many connections the server has ended.
 */
#define _GNU_SOURCE
#include "load.h"
#include "connect.h"
#include <sys/epoll.h>
#include <unistd.h>

#define BLOCK (256 * 1024)

struct connection {
    int fd;
    size_t at; /* where in the block of messages the next write begins */
};

static unsigned char block[BLOCK], input[BLOCK];
static size_t block_length;
static uint64_t sent, received, ended;

static void fill_block(const char *message) {
    size_t length = strlen(message);
    for (block_length = 0; block_length + length <= BLOCK; block_length += length) {
        memcpy(block + block_length, message, length);
    }
}

static void end(struct connection *c) {
    close(c->fd);
    ended++;
}

/* One read and one write an event, so that no connection waits for another. */
static void on_event(struct connection *c, uint32_t events) {
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        ssize_t n = recv(c->fd, input, sizeof input, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN)) {
            end(c);
            return;
        }
        received += n > 0 ? (uint64_t) n : 0;
    }
    if (events & EPOLLOUT) {
        ssize_t n = send(c->fd, block + c->at, block_length - c->at, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN) {
            end(c);
        } else if (n > 0) {
            sent += (uint64_t) n;
            c->at = (c->at + (size_t) n) % block_length;
        }
    }
}

static void watch(int epoll, int fd, uint32_t events, struct connection *c) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

/* Until stdin ends, all connections have, or it is time. */
static void run(int epoll, unsigned connections, uint64_t until) {
    struct epoll_event events[1024];
    while (now_ns() < until && ended < connections) {
        int n = epoll_wait(epoll, events, 1024, 100);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr == NULL) {
                return;
            }
            on_event(events[i].data.ptr, events[i].events);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 6 || atoi(argv[3]) <= 0 || *argv[5] == 0 || strlen(argv[5]) > BLOCK) {
        fprintf(stderr, "usage: pipeliners HOST PORT CONNECTIONS SECONDS MESSAGE\n");
        return 2;
    }
    fill_block(argv[5]);
    unsigned connections = (unsigned) atoi(argv[3]);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, STDIN_FILENO, EPOLLIN, NULL);
    struct connection *all = calloc(connections, sizeof *all);
    for (unsigned i = 0; i < connections; i++) {
        all[i].fd = open_connection(argv[1], argv[2]);
        watch(epoll, all[i].fd, EPOLLIN | EPOLLOUT, &all[i]);
    }
    fprintf(stderr, "open\n");
    uint64_t begin = now_ns();
    run(epoll, connections, begin + (uint64_t) (atof(argv[4]) * 1e9));
    printf("{\"seconds\":%.6f,\"sent\":%llu,\"received\":%llu,\"ended\":%llu}\n", (double) (now_ns() - begin) / 1e9,
           (unsigned long long) sent, (unsigned long long) received, (unsigned long long) ended);
    return 0;
}
