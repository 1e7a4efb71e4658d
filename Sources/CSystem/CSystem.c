#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>
#include <sys/sendfile.h>
#else
#include <sys/event.h>
#include <time.h>
#endif

#define MOST_EVENTS 256

#ifdef __linux__

int csystem_poller(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int add(int poller, int descriptor, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

int csystem_watch(int poller, int descriptor) {
    return add(poller, descriptor, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

int csystem_watch_input(int poller, int descriptor) { return add(poller, descriptor, EPOLLIN); }

int csystem_unwatch_input(int poller, int descriptor) {
    struct epoll_event event = {0};
    return epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, &event);
}

int csystem_wait(int poller, csystem_event *events, int capacity, int milliseconds) {
    struct epoll_event found[MOST_EVENTS];
    int count = epoll_wait(poller, found, capacity < MOST_EVENTS ? capacity : MOST_EVENTS, milliseconds);
    for (int i = 0; i < count; i++) {
        uint32_t flags = found[i].events;
        events[i].descriptor = found[i].data.fd;
        events[i].flags = (flags & EPOLLIN ? csystem_readable : 0) | (flags & EPOLLOUT ? csystem_writable : 0)
            | (flags & (EPOLLRDHUP | EPOLLHUP | EPOLLERR) ? csystem_hangup : 0);
    }
    return count;
}

int csystem_accept(int listener, void *address, uint32_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

ssize_t csystem_send_file(int descriptor, int file, off_t offset, size_t count) {
    return sendfile(descriptor, file, &offset, count);
}

#define SEND_FLAGS MSG_NOSIGNAL

#else

int csystem_poller(void) {
    int poller = kqueue();
    if (poller >= 0) fcntl(poller, F_SETFD, FD_CLOEXEC);
    return poller;
}

int csystem_watch(int poller, int descriptor) {
    struct kevent changes[2];
    EV_SET(&changes[0], descriptor, EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, 0);
    EV_SET(&changes[1], descriptor, EVFILT_WRITE, EV_ADD | EV_CLEAR, 0, 0, 0);
    return kevent(poller, changes, 2, NULL, 0, NULL);
}

int csystem_watch_input(int poller, int descriptor) {
    struct kevent change;
    EV_SET(&change, descriptor, EVFILT_READ, EV_ADD, 0, 0, 0);
    return kevent(poller, &change, 1, NULL, 0, NULL);
}

int csystem_unwatch_input(int poller, int descriptor) {
    struct kevent change;
    EV_SET(&change, descriptor, EVFILT_READ, EV_DELETE, 0, 0, 0);
    return kevent(poller, &change, 1, NULL, 0, NULL);
}

int csystem_wait(int poller, csystem_event *events, int capacity, int milliseconds) {
    struct kevent found[MOST_EVENTS];
    struct timespec timeout = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
    int most = capacity < MOST_EVENTS ? capacity : MOST_EVENTS;
    int count = kevent(poller, NULL, 0, found, most, milliseconds < 0 ? NULL : &timeout);
    for (int i = 0; i < count; i++) {
        events[i].descriptor = (int32_t)found[i].ident;
        events[i].flags = (found[i].filter == EVFILT_READ ? csystem_readable : csystem_writable)
            | (found[i].flags & EV_EOF ? csystem_hangup : 0);
    }
    return count;
}

int csystem_accept(int listener, void *address, uint32_t *length) {
    int descriptor = accept(listener, address, length);
    if (descriptor < 0) return -1;
    int on = 1;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
    return descriptor;
}

ssize_t csystem_send_file(int descriptor, int file, off_t offset, size_t count) {
    off_t length = (off_t)count;
    int result = sendfile(file, descriptor, offset, &length, NULL, 0);
    return result < 0 && length == 0 ? -1 : (ssize_t)length;
}

#define SEND_FLAGS 0

#endif

ssize_t csystem_send(int descriptor, const void *first, size_t first_count, const void *second, size_t second_count) {
    if (second_count == 0) return send(descriptor, first, first_count, SEND_FLAGS);
    struct iovec pieces[2] = {{(void *)first, first_count}, {(void *)second, second_count}};
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
    return sendmsg(descriptor, &message, SEND_FLAGS);
}

void csystem_address_text(const void *address, char *text, size_t capacity) {
    const struct sockaddr *any = address;
    const void *digits = NULL;
    if (any->sa_family == AF_INET) digits = &((const struct sockaddr_in *)address)->sin_addr;
    if (any->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        // An IPv4 client of a socket for both comes as ::ffff:192.0.2.1.
        if (IN6_IS_ADDR_V4MAPPED(six)) {
            inet_ntop(AF_INET, (const char *)six + 12, text, (socklen_t)capacity);
            return;
        }
        digits = six;
    }
    if (!digits || !inet_ntop(any->sa_family, digits, text, (socklen_t)capacity)) snprintf(text, capacity, "unix");
}
