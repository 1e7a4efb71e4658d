#ifndef CFETCH_H
#define CFETCH_H

// One transfer by libcurl, whose options are variadic and so out of Swift's reach. It follows no redirect, takes no
// proxy, no cookie, no password and no name from a file, and asks before every connection.

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// What to fetch, and how far to go. Strings are UTF-8 and end with NUL; functions get `context`.
typedef struct {
    const char *url;
    const char *user_agent;
    /// The value of Accept.
    const char *accept;
    /// Bytes of all lines of the head together.
    size_t head_limit;
    /// Bytes of the body as they come and after decompression.
    size_t body_limit;
    long connect_milliseconds;
    long milliseconds;
    /// The least rate, in bytes a second, that may last for so many seconds.
    long least_rate;
    long least_rate_seconds;
    /// A name's address in place of what the resolver says, as `name:port:address`; NULL for none. For tests.
    const char *resolve;
    void *context;
    /// Whether a connection to the address may be made; asked right before it is.
    int (*allows)(void *context, const struct sockaddr *address);
    /// Whether nobody waits any longer; asked at least about once a second.
    int (*is_cancelled)(void *context);
    /// Takes the next bytes of the body.
    void (*take)(void *context, const uint8_t *bytes, size_t count);
} cfetch_request;

/// How a transfer ended.
typedef enum {
    cfetch_done,
    cfetch_bad_url,
    cfetch_refused_address,
    cfetch_unknown_host,
    cfetch_unreachable,
    cfetch_insecure,
    cfetch_large_head,
    cfetch_large_body,
    cfetch_timeout,
    cfetch_slow,
    cfetch_cancelled,
    cfetch_broken,
} cfetch_outcome;

/// What came. Strings are cut where they do not fit, and end with NUL.
typedef struct {
    cfetch_outcome outcome;
    long status;
    char content_type[256];
    /// Where a redirect leads, absolute; empty without one.
    char redirect[4096];
    /// libcurl's own words for what went wrong.
    char reason[256];
} cfetch_answer;

/// Fetches. Call it from any thread; `context` is used on the calling one only.
void cfetch_perform(const cfetch_request *request, cfetch_answer *answer);

/// Writes a part of a url as libcurl understands it into `text`; returns 0, or -1 where there is none or it does not
/// fit. The whole url comes out normalized, without its fragment.
int cfetch_url_part(const char *url, char part, char *text, size_t capacity);

#endif
