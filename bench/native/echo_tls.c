/* The limit of echo over TLS: one thread, epoll, OpenSSL.
 *
 *     echo_tls ecdsa|rsa      the certificate: NAME.crt and NAME.key in the folder that BENCH_CERTIFICATES names
 *
 * Level-triggered, and a record that is there is answered before the next is read.
 */
#define _GNU_SOURCE
#include "echo.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BUFFER 65536

/* What could not be written yet; kept only by connections that are behind. */
struct connection {
    int fd;
    SSL *tls;
    unsigned char *behind;
    size_t at, length;
};

static int epoll;
static SSL_CTX *context;

static void make_context(const char *certificate) {
    char chain[4096], key[4096];
    const char *folder = getenv("BENCH_CERTIFICATES");
    snprintf(chain, sizeof chain, "%s/%s.crt", folder == NULL ? "." : folder, certificate);
    snprintf(key, sizeof key, "%s/%s.key", folder == NULL ? "." : folder, certificate);
    context = SSL_CTX_new(TLS_server_method());
    if (context == NULL || SSL_CTX_use_certificate_chain_file(context, chain) != 1
            || SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    /* One read takes all that has come, where otherwise each record takes two. */
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, BUFFER);
}

static void end(struct connection *c) {
    /* Says goodbye, and waits for no answer. */
    SSL_shutdown(c->tls);
    ERR_clear_error();
    SSL_free(c->tls);
    close(c->fd);
    free(c->behind);
    free(c);
}

static void look_for(struct connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static int must_wait(struct connection *c, int result) {
    int wanted = SSL_get_error(c->tls, result);
    return wanted == SSL_ERROR_WANT_READ || wanted == SSL_ERROR_WANT_WRITE;
}

/* The bytes written; -1 if the connection is gone. */
static ssize_t write_some(struct connection *c, const unsigned char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        int n = SSL_write(c->tls, bytes + at, (int) (length - at));
        if (n <= 0) {
            return must_wait(c, n) ? (ssize_t) at : -1;
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
        look_for(c, EPOLLOUT);
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
        look_for(c, EPOLLIN);
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
        int n = SSL_read(c->tls, buffer, sizeof buffer);
        if (n <= 0) {
            return must_wait(c, n);
        }
        if (!write_or_keep(c, buffer, (size_t) n)) {
            return 0;
        }
        if (!SSL_has_pending(c->tls)) {
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
        c->tls = SSL_new(context);
        SSL_set_fd(c->tls, fd);
        SSL_set_accept_state(c->tls);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    make_context(argc < 2 ? "ecdsa" : argv[1]);
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
            } else if (!serve(events[i].data.ptr)) {
                end(events[i].data.ptr);
            }
        }
    }
}
