/* The closed loop of clients over TLS.
 *
 *     tls_load HOST PORT CONNECTIONS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include "closed_loop.h"
#include "tls_client.h"
#include <poll.h>

static SSL_CTX *context;

/* The handshakes come one after another, and before the time that is measured. */
static void begin_transport(struct connection *c) {
    c->tls = make_client(context, c->fd);
    for (int result = SSL_do_handshake(c->tls); result != 1; result = SSL_do_handshake(c->tls)) {
        int wanted = SSL_get_error(c->tls, result);
        if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) {
            die_of_tls("handshake");
        }
        struct pollfd ready = {.fd = c->fd, .events = wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT};
        poll(&ready, 1, -1);
    }
}

static ssize_t write_some(struct connection *c, const void *bytes, size_t length) {
    return as_a_socket(c->tls, SSL_write(c->tls, bytes, (int) length));
}

static ssize_t read_some(struct connection *c, void *bytes, size_t length) {
    return as_a_socket(c->tls, SSL_read(c->tls, bytes, (int) length));
}

static int has_more(struct connection *c) {
    return SSL_has_pending(c->tls);
}

int main(int argc, char **argv) {
    context = make_client_context();
    return run_closed_loop(argc, argv);
}
