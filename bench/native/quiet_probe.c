/* How long quiet clients of an echo wait: 20 connections say 64 bytes every 20 ms each, and every 100 ms one more connects,
 * says as much, and goes when it has its answer.
 *
 *     quiet_probe HOST PORT WARMUP_SECONDS SECONDS
 *
 * They speak when it is time, whether the last answer has come or not, and a message's time runs from when it was due, so
 * that a server that stands still is charged for all who meanwhile had something to say. A new connection's time runs from
 * the connect to the answer. The probe runs ahead of whatever else is on its core, as far as it may, so that it measures
 * the server and not the load beside it. It verifies every byte, and prints the result as a line of JSON.
 */
#define _GNU_SOURCE
#include "load.h"
#include "connect.h"
#include <sched.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define CLIENTS 20
#define SIZE 64
#define TICK_NS 1000000u        /* in each tick one of the clients speaks: each does every 20 ms */
#define TICKS_TO_NEXT_NEW 100
#define PATIENCE_NS 10000000000u /* how long the last answers are waited for */

struct client {
    int fd;
    unsigned number;
    int is_new;              /* one message, and gone */
    uint64_t sent, received; /* messages sent, messages verified */
    size_t in_at;            /* bytes of the message that is coming */
    uint64_t first;          /* when its first message was due */
    struct client *next;     /* of the new ones */
};

static struct sockaddr_in server;
static int epoll;
static struct client quiet[CLIENTS], *newcomers;
static unsigned numbers;
static struct histogram of_quiet, of_new;
static uint64_t measured_from, wrong, failed, waiting;

/* What the scheduler is asked for, from the most to the least. */
static const char *run_ahead(void) {
    struct sched_param lowest = {.sched_priority = 1};
    if (sched_setscheduler(0, SCHED_FIFO, &lowest) == 0) {
        return "SCHED_FIFO";
    }
    return setpriority(PRIO_PROCESS, 0, -20) == 0 ? "nice -20" : "no priority";
}

static uint64_t due(const struct client *c, uint64_t message) {
    return c->first + message * CLIENTS * TICK_NS;
}

static void note(const struct client *c, uint64_t message, uint64_t now) {
    if (due(c, message) >= measured_from) {
        record(c->is_new ? &of_new : &of_quiet, now - due(c, message));
    }
}

static void watch(int operation, struct client *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, operation, c->fd, &event);
}

static void fail(struct client *c, const char *why) {
    fprintf(stderr, "connection %u ended: %s\n", c->number, why);
    close(c->fd);
    c->fd = -1;
    failed++;
}

static void say(struct client *c) {
    unsigned char bytes[SIZE];
    write_message(bytes, c->number, c->sent, SIZE);
    if (c->fd < 0) {
        return;
    }
    /* So little is on its way that a send cut short means that something is wrong. */
    if (send(c->fd, bytes, SIZE, MSG_NOSIGNAL) != SIZE) {
        fail(c, strerror(errno));
        return;
    }
    c->sent++;
    waiting++;
}

static void verify(struct client *c, const unsigned char *bytes, size_t length) {
    while (length > 0) {
        size_t part = SIZE - c->in_at < length ? SIZE - c->in_at : length;
        if (c->received == c->sent || !is_part(bytes, c->number, c->received, SIZE, c->in_at, part)) {
            wrong++;
            return;
        }
        bytes += part;
        length -= part;
        c->in_at += part;
        if (c->in_at == SIZE) {
            c->in_at = 0;
            note(c, c->received++, now_ns());
            waiting--;
        }
    }
}

static void listen_to(struct client *c) {
    unsigned char bytes[64 * SIZE];
    ssize_t n = recv(c->fd, bytes, sizeof bytes, 0);
    if (n > 0) {
        verify(c, bytes, (size_t) n);
    } else if (n == 0 || errno != EAGAIN) {
        fail(c, n == 0 ? "end of stream" : strerror(errno));
    }
    if (c->is_new && c->received == 1) {
        close(c->fd);
        c->fd = -1;
    }
}

static void on_event(struct client *c, uint32_t events) {
    if (c->is_new && c->sent == 0 && (events & EPOLLOUT)) {
        waiting--; /* it was counted when it began to connect */
        watch(EPOLL_CTL_MOD, c, EPOLLIN);
        say(c);
    }
    if (c->fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
        listen_to(c);
    }
}

static void add_newcomer(uint64_t now) {
    struct client *c = calloc(1, sizeof *c);
    c->fd = begin_connection(&server);
    c->number = numbers++;
    c->is_new = 1;
    c->first = now;
    c->next = newcomers;
    newcomers = c;
    waiting++;
    watch(EPOLL_CTL_ADD, c, EPOLLIN | EPOLLOUT);
}

static void open_quiet(const char *host, const char *port) {
    for (unsigned i = 0; i < CLIENTS; i++) {
        quiet[i].fd = open_connection(host, port);
        quiet[i].number = numbers++;
        watch(EPOLL_CTL_ADD, &quiet[i], EPOLLIN);
    }
}

static void hear(int timeout_ms) {
    struct epoll_event events[64];
    int n = epoll_wait(epoll, events, 64, timeout_ms);
    for (int i = 0; i < n; i++) {
        if (events[i].data.ptr != NULL) {
            on_event(events[i].data.ptr, events[i].events);
        }
    }
}

/* Whatever is due is said; each message at its own tick, also when the timer comes late. */
static void speak(uint64_t begin, uint64_t ticks) {
    struct itimerspec each = {.it_interval.tv_nsec = TICK_NS, .it_value.tv_nsec = TICK_NS};
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    timerfd_settime(timer, 0, &each, NULL);
    epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
    for (uint64_t tick = 0; tick < ticks;) {
        for (; tick < ticks && begin + tick * TICK_NS <= now_ns(); tick++) {
            say(&quiet[tick % CLIENTS]);
            if (tick % TICKS_TO_NEXT_NEW == 0) {
                add_newcomer(begin + tick * TICK_NS);
            }
        }
        uint64_t expirations;
        if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) {
            die("timerfd");
        }
        hear(-1);
    }
    close(timer);
}

/* What has no answer yet has waited until now. */
static uint64_t give_up(void) {
    uint64_t lost = 0, now = now_ns();
    for (unsigned i = 0; i < CLIENTS; i++) {
        for (uint64_t k = quiet[i].received; k < quiet[i].sent; k++, lost++) {
            note(&quiet[i], k, now);
        }
    }
    for (struct client *c = newcomers; c != NULL; c = c->next) {
        if (c->received == 0) {
            note(c, 0, now);
            lost++;
        }
    }
    return lost;
}

static void print_latency(const char *name, const struct histogram *latency) {
    printf("\"%s\":%llu,\"%sP50us\":%.1f,\"%sP99us\":%.1f,\"%sMaxus\":%.1f,", name,
           (unsigned long long) recorded(latency), name, percentile_us(latency, 0.5), name, percentile_us(latency, 0.99),
           name, percentile_us(latency, 1));
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: quiet_probe HOST PORT WARMUP_SECONDS SECONDS\n");
        return 2;
    }
    const char *priority = run_ahead();
    make_pattern();
    server = address_of(argv[1], argv[2]);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    uint64_t warm = (uint64_t) (atof(argv[3]) * 1e9), all = warm + (uint64_t) (atof(argv[4]) * 1e9);
    open_quiet(argv[1], argv[2]);
    uint64_t begin = now_ns();
    for (unsigned i = 0; i < CLIENTS; i++) {
        quiet[i].first = begin + i * TICK_NS;
    }
    measured_from = begin + warm;
    speak(begin, all / TICK_NS);
    for (uint64_t until = now_ns() + PATIENCE_NS; waiting > 0 && failed == 0 && now_ns() < until;) {
        hear(100);
    }
    uint64_t lost = give_up();
    printf("{");
    print_latency("quiet", &of_quiet);
    print_latency("new", &of_new);
    printf("\"wrong\":%llu,\"failed\":%llu,\"lost\":%llu,\"priority\":\"%s\"}\n", (unsigned long long) wrong,
           (unsigned long long) failed, (unsigned long long) lost, priority);
    return wrong + failed + lost == 0 ? 0 : 1;
}
