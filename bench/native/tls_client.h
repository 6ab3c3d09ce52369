/* What the loads over TLS share: one version, one suite and one group, so that every server does the same work, and no
 * check of the certificate, which costs the load and not the server.
 */
#ifndef MINATO_TLS_CLIENT_H
#define MINATO_TLS_CLIENT_H

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>

static void die_of_tls(const char *what) {
    fprintf(stderr, "%s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static SSL_CTX *make_client_context(void) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (context == NULL || !SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION)
            || !SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256")
            || !SSL_CTX_set1_groups_list(context, "X25519")) {
        die_of_tls("no context for TLS");
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    /* One read takes all that has come, where otherwise each record takes two. */
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, 64 * 1024);
    return context;
}

static SSL *make_client(SSL_CTX *context, int fd) {
    SSL *tls = SSL_new(context);
    if (tls == NULL || !SSL_set_fd(tls, fd)) {
        die_of_tls("no TLS client");
    }
    SSL_set_connect_state(tls);
    return tls;
}

/* As send and recv have it: the bytes, 0 at the end, or -1 with EAGAIN if it must wait. */
static ssize_t as_a_socket(SSL *tls, int result) {
    if (result > 0) {
        return result;
    }
    switch (SSL_get_error(tls, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    default:
        ERR_print_errors_fp(stderr);
        errno = errno == 0 || errno == EAGAIN ? EPROTO : errno;
        return -1;
    }
}

#endif
