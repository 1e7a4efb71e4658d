#ifndef CSYSTEM_H
#define CSYSTEM_H

// What Swift's Glibc and Darwin modules lack or make needlessly costly. Every function that can fail returns -1 and
// leaves the reason in errno.

#include <stdint.h>
#include <sys/types.h>

/// A descriptor that something happened to.
typedef struct {
    int32_t descriptor;
    uint32_t flags;
} csystem_event;

enum {
    csystem_readable = 1,
    csystem_writable = 2,
    /// The peer has closed, or at least its sending side.
    csystem_hangup = 4,
};

/// Makes an epoll or a kqueue.
int csystem_poller(void);
/// Watches a connected socket for input, output and hangup: told of each change once (edge-triggered).
int csystem_watch(int poller, int descriptor);
/// Watches a listening or wake-up descriptor for input: told for as long as there is any (level-triggered).
int csystem_watch_input(int poller, int descriptor);
/// Ends what csystem_watch_input began.
int csystem_unwatch_input(int poller, int descriptor);
/// Waits for events, at most `milliseconds`, or without an end when that is negative.
int csystem_wait(int poller, csystem_event *events, int capacity, int milliseconds);

/// Accepts a connection, non-blocking and closed on exec.
int csystem_accept(int listener, void *address, uint32_t *length);
/// Sends two pieces in one call, the second may be empty; never raises SIGPIPE.
ssize_t csystem_send(int descriptor, const void *first, size_t first_count, const void *second, size_t second_count);
/// Sends a part of a file; returns how many bytes were taken, 0 when the file has become shorter.
ssize_t csystem_send_file(int descriptor, int file, off_t offset, size_t count);
/// The address of a connection in digits, as text; "unix" for a socket in the file system.
void csystem_address_text(const void *address, char *text, size_t capacity);

#endif
