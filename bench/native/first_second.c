/* How many requests a server answers in each moment after its first clients have come: all connect at once, and each sends
 * the next message when an answer has come.
 *
 *     first_second HOST PORT CONNECTIONS BYTES SLOT_MILLISECONDS SECONDS
 *
 * Prints the answers of each slot, counted from before the first connect, in one line of JSON.
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
    uint64_t count;
    size_t in_at;
};

static size_t size;
static uint64_t begin, slot_ns, wrong;
static unsigned slots;
static uint64_t *answers;
static unsigned char buffer[LARGEST_MESSAGE];

static void ask(struct client *c) {
    write_message(buffer, c->number, c->count, size);
    if (send(c->fd, buffer, size, MSG_NOSIGNAL) != (ssize_t) size) {
        die("send");
    }
}

static void on_event(struct client *c) {
    ssize_t n = recv(c->fd, buffer, size - c->in_at, 0);
    if (n <= 0) {
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        fprintf(stderr, "connection %u ended: %s\n", c->number, n == 0 ? "end of stream" : strerror(errno));
        exit(1);
    }
    wrong += !is_part(buffer, c->number, c->count, size, c->in_at, (size_t) n);
    c->in_at += (size_t) n;
    if (c->in_at == size) {
        uint64_t slot = (now_ns() - begin) / slot_ns;
        if (slot < slots) {
            answers[slot]++;
        }
        c->in_at = 0;
        c->count++;
        ask(c);
    }
}

static void print_answers(void) {
    printf("{\"wrong\":%llu,\"answers\":[", (unsigned long long) wrong);
    for (unsigned i = 0; i < slots; i++) {
        printf("%s%llu", i == 0 ? "" : ",", (unsigned long long) answers[i]);
    }
    printf("]}\n");
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: first_second HOST PORT CONNECTIONS BYTES SLOT_MILLISECONDS SECONDS\n");
        return 2;
    }
    unsigned connections = (unsigned) atoi(argv[3]);
    size = (size_t) atoi(argv[4]);
    slot_ns = (uint64_t) atoi(argv[5]) * 1000000u;
    uint64_t length = (uint64_t) (atof(argv[6]) * 1e9);
    if (connections == 0 || size == 0 || size > LARGEST_MESSAGE || slot_ns == 0 || length < slot_ns) {
        fprintf(stderr, "CONNECTIONS and SLOT_MILLISECONDS must be positive, BYTES from 1 to %d\n", LARGEST_MESSAGE);
        return 2;
    }
    make_pattern();
    slots = (unsigned) (length / slot_ns);
    answers = calloc(slots, sizeof *answers);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct client *all = calloc(connections, sizeof *all);
    begin = now_ns();
    for (unsigned i = 0; i < connections; i++) {
        all[i].number = i;
        all[i].fd = open_connection(argv[1], argv[2]);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
        ask(&all[i]);
    }
    struct epoll_event events[1024];
    while (now_ns() < begin + length) {
        int n = epoll_wait(epoll, events, 1024, 100);
        for (int i = 0; i < n; i++) {
            on_event(events[i].data.ptr);
        }
    }
    print_answers();
    return wrong == 0 ? 0 : 1;
}
