/* What the C servers share: they bind to a free port of 127.0.0.1, say `port N`, and end when stdin ends. */
#ifndef MINATO_ECHO_H
#define MINATO_ECHO_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int bind_to_free_port(int type) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *) &at, sizeof at) != 0) {
        die("bind");
    }
    return fd;
}

static void say_port(int fd) {
    struct sockaddr_in at;
    socklen_t length = sizeof at;
    getsockname(fd, (struct sockaddr *) &at, &length);
    printf("port %d\n", ntohs(at.sin_port));
    fflush(stdout);
}

#endif
