/* A closed loop of TLS clients on one thread, each of which connects, makes the handshake, sends one message, verifies its
 * answer, closes, and begins anew.
 *
 *     tls_connect_load HOST PORT CLIENTS BYTES WARMUP_SECONDS SECONDS [resume]
 *
 * `resume`: with the session of the client's connection before; fails if servers do not take it. Prints what tcp_load
 * prints; a message is a whole connection, and its time runs from the connect to the last byte.
 */
#define _GNU_SOURCE
#include "load.h"
#include "connect.h"
#include "tls_client.h"
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    int fd;
    SSL *tls;
    SSL_SESSION *session; /* the newest that the server gave */
    unsigned number;
    uint64_t count, started;
    int offered; /* whether it asks to resume a session */
    int sent;
    size_t in_at;
};

static struct sockaddr_in server;
static SSL_CTX *context;
static int resuming;
static size_t size;
static unsigned connects;
static uint64_t messages, resumed, wrong;
static struct histogram latency;
static int measuring;
static unsigned char buffer[LARGEST_MESSAGE];

static int keep_session(SSL *tls, SSL_SESSION *session) {
    struct client *c = SSL_get_app_data(tls);
    if (!resuming) {
        return 0;
    }
    SSL_SESSION_free(c->session);
    c->session = session;
    return 1;
}

/* False if it must wait. */
static int may_go_on(struct client *c, int result) {
    ssize_t n = as_a_socket(c->tls, result);
    if (n == 0 || (n < 0 && errno != EAGAIN)) {
        fprintf(stderr, "client %u ended: %s\n", c->number, n == 0 ? "end of stream" : strerror(errno));
        exit(1);
    }
    return n > 0;
}

static void begin(int epoll, struct client *c) {
    c->started = now_ns();
    c->in_at = 0;
    c->sent = 0;
    c->fd = open_from(connects++, &server);
    int on = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    c->tls = make_client(context, c->fd);
    SSL_set_app_data(c->tls, c);
    c->offered = c->session != NULL && SSL_set_session(c->tls, c->session);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
    may_go_on(c, SSL_do_handshake(c->tls));
}

static void finish(int epoll, struct client *c) {
    int counts = measuring && c->offered == resuming;
    resumed += (uint64_t) (counts && SSL_session_reused(c->tls));
    SSL_shutdown(c->tls);
    SSL_free(c->tls);
    close(c->fd);
    if (counts) {
        record(&latency, now_ns() - c->started);
        messages++;
    }
    c->count++;
    begin(epoll, c);
}

static void on_event(int epoll, struct client *c) {
    if (!c->sent) {
        if (!may_go_on(c, SSL_do_handshake(c->tls))) {
            return;
        }
        write_message(buffer, c->number, c->count, size);
        if (SSL_write(c->tls, buffer, (int) size) != (int) size) {
            die_of_tls("write");
        }
        c->sent = 1;
    }
    int n = SSL_read(c->tls, buffer, (int) (size - c->in_at));
    if (!may_go_on(c, n)) {
        return;
    }
    wrong += !is_part(buffer, c->number, c->count, size, c->in_at, (size_t) n);
    c->in_at += (size_t) n;
    if (c->in_at == size) {
        finish(epoll, c);
    } else if (SSL_has_pending(c->tls)) {
        on_event(epoll, c);
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
    if (argc < 7) {
        fprintf(stderr, "usage: tls_connect_load HOST PORT CLIENTS BYTES WARMUP_SECONDS SECONDS [resume]\n");
        return 2;
    }
    unsigned clients = (unsigned) atoi(argv[3]);
    size = (size_t) atoi(argv[4]);
    if (clients == 0 || size == 0 || size > 16384) {
        fprintf(stderr, "CLIENTS must be positive, BYTES from 1 to 16384\n");
        return 2;
    }
    resuming = argc > 7 && strcmp(argv[7], "resume") == 0;
    server = address_of(argv[1], argv[2]);
    context = make_client_context();
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
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
    if (resuming && resumed * 100 < messages * 99) {
        fprintf(stderr, "only %llu of %llu connections resumed a session\n", (unsigned long long) resumed,
                (unsigned long long) messages);
        return 1;
    }
    print_result(&latency, messages, seconds, (double) (cpu_ns() - cpu) / 1e9 / seconds, wrong, 0);
    return wrong == 0 ? 0 : 1;
}
