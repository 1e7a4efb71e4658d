// Loads a server on 127.0.0.1 and tells as JSON how it answered. Compiled by Scripts/measuring.py when it is needed.
//
// With a rate (-r) requests come at their own times, whatever the server does (an open loop): a request's time runs from when
// it was due, so that a server that stands still is not spared. Without it each connection asks again when it has its
// answers (a closed loop). One thread, epoll; bounded by -s and -n, and ended earlier by SIGINT.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t nanoseconds;
#define SECOND 1000000000ull
#define HEAD_BYTES 8192

// A histogram of durations whose buckets are a 64th of their value wide.
typedef struct { uint64_t count, buckets[64 * 64]; nanoseconds most; } durations;

typedef struct { const char *bytes; size_t length; } request;

typedef struct {
    request what;
    nanoseconds due;
    int isRetry;
} asked;

typedef enum { HEAD, BODY, CHUNK_LINE, CHUNK, CHUNK_END, TRAILER } reading;

typedef struct {
    int descriptor, isConnected, answers, closesAfter;
    asked *line;           // what is outstanding, a ring of `pipeline` entries
    int first, count;
    size_t sent;           // bytes of `out` that are sent
    char *out;
    size_t outLength, outCapacity;
    reading reading;
    char head[HEAD_BYTES];
    size_t headLength, left;
    int status;
} connection;

static int port, connectionCount = 32, pipeline = 1, retries;
static double seconds = 5, rate;
static uint64_t most;
static request *requests;
static size_t requestCount, nextRequest;
static char fields[16384];

static volatile sig_atomic_t isStopped;

static int poller;
static connection *connections;
static int *freeOnes, freeCount;
static asked *waiting;
static size_t waitingFirst, waitingCount, waitingCapacity;

static uint64_t statuses[600], asks, answers, retried, failed, connects;
static durations good, busy;
static nanoseconds now;

static void stop(int number) { isStopped = number; }

static nanoseconds clockNow(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (nanoseconds)time.tv_sec * SECOND + (nanoseconds)time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "generator: %s: %s\n", what, strerror(errno));
    exit(1);
}

// Durations -----------------------------------------------------------------------------------------------------------

static void note(durations *all, nanoseconds duration) {
    int shift = duration < 64 ? 0 : 58 - __builtin_clzll(duration);
    all->buckets[shift * 64 + (duration >> shift)]++;
    all->count++;
    if (duration > all->most) all->most = duration;
}

static double milliseconds(const durations *all, double share) {
    uint64_t rank = (uint64_t)ceil((double)all->count * share), seen = 0;
    for (int i = 0; all->count && i < 64 * 64; i++) {
        seen += all->buckets[i];
        if (seen >= rank) return (double)((nanoseconds)(i % 64 + 1) << i / 64) / 1e6;
    }
    return 0;
}

static void printDurations(const char *name, const durations *all) {
    printf("\"%s\": {\"count\": %lu, \"p50\": %.4f, \"p95\": %.4f, \"p99\": %.4f, \"p999\": %.4f, \"max\": %.4f}", name, all->count,
        milliseconds(all, 0.5), milliseconds(all, 0.95), milliseconds(all, 0.99), milliseconds(all, 0.999), (double)all->most / 1e6);
}

// Requests ------------------------------------------------------------------------------------------------------------

// A line is a path, or a method, a path and a body of JSON.
static request prepare(const char *line) {
    char *text;
    int length;
    if (*line == '/') {
        length = asprintf(&text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", line, fields);
    } else {
        const char *path = strchr(line, ' ') + 1, *body = strchr(path, ' ') + 1;
        length = asprintf(&text,
            "%.*s %.*s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n%s",
            (int)(path - line - 1), line, (int)(body - path - 1), path, strlen(body), fields, body);
    }
    if (length < 0) fail("memory");
    return (request){text, (size_t)length};
}

static void readRequests(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    if (!file) fail(path);
    while ((length = getline(&line, &capacity, file)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        requests = realloc(requests, sizeof(request) * (requestCount + 1));
        requests[requestCount++] = prepare(line);
    }
    fclose(file);
}

static request anotherRequest(void) {
    request next = requests[nextRequest];
    nextRequest = (nextRequest + 1) % requestCount;
    return next;
}

static void putInLine(asked what) {
    if (waitingCount == waitingCapacity) {
        size_t capacity = waitingCapacity ? waitingCapacity * 2 : 1024;
        asked *grown = malloc(sizeof(asked) * capacity);
        for (size_t i = 0; i < waitingCount; i++) grown[i] = waiting[(waitingFirst + i) % waitingCapacity];
        free(waiting);
        waiting = grown, waitingFirst = 0, waitingCapacity = capacity;
    }
    waiting[(waitingFirst + waitingCount++) % waitingCapacity] = what;
}

// Connections ---------------------------------------------------------------------------------------------------------

static void flush(connection *c) {
    while (c->sent < c->outLength) {
        ssize_t count = send(c->descriptor, c->out + c->sent, c->outLength - c->sent, MSG_NOSIGNAL);
        if (count <= 0) return; // The poller tells when there is room, or that the connection is gone.
        c->sent += (size_t)count;
    }
    c->sent = c->outLength = 0;
}

static void ask(connection *c, asked what) {
    if (c->descriptor < 0) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        int on = 1;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        c->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (c->descriptor < 0) fail("socket");
        setsockopt(c->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(c->descriptor, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) fail("connect");
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, c->descriptor, &event)) fail("epoll_ctl");
        c->answers = c->closesAfter = 0;
        c->reading = HEAD;
        c->headLength = c->sent = c->outLength = 0;
        connects++;
    }
    if (c->outLength + what.what.length > c->outCapacity) {
        c->outCapacity = (c->outLength + what.what.length) * 2;
        c->out = realloc(c->out, c->outCapacity);
    }
    memcpy(c->out + c->outLength, what.what.bytes, what.what.length);
    c->outLength += what.what.length;
    c->line[(c->first + c->count++) % pipeline] = what;
}

static void drop(connection *c) {
    close(c->descriptor);
    c->descriptor = -1;
    // A connection that had been used may have been closed while it was idle: then what was asked was not begun, and an
    // idempotent request may be sent again (RFC 9110 §9.2.2). One that is new, or had begun to answer, has failed.
    int mayRetry = retries && c->answers > 0 && c->reading == HEAD && c->headLength == 0;
    for (; c->count > 0; c->count--, c->first = (c->first + 1) % pipeline) {
        asked what = c->line[c->first];
        if (mayRetry && !what.isRetry) {
            what.isRetry = 1;
            retried++;
            putInLine(what);
        } else {
            failed++;
        }
    }
    freeOnes[freeCount++] = (int)(c - connections);
}

static void answered(connection *c) {
    asked what = c->line[c->first];
    nanoseconds duration = now > what.due ? now - what.due : 0;
    c->first = (c->first + 1) % pipeline;
    c->count--;
    c->answers++;
    c->reading = HEAD;
    c->headLength = 0;
    answers++;
    statuses[c->status]++;
    note(c->status == 503 ? &busy : &good, duration);
}

static void understandHead(connection *c, const char *head, size_t length) {
    const char *end = head + length, *line = head;
    long long bytes = 0;
    int isChunked = 0;
    c->status = atoi(head + 9);
    if (c->status < 100 || c->status > 599) errno = EBADMSG, fail("no HTTP");
    while (line < end) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        if (!next) break;
        if (*line == 'C' || *line == 'c') {
            if (!strncasecmp(line, "content-length:", 15)) bytes = atoll(line + 15);
            if (!strncasecmp(line, "connection: close", 17)) c->closesAfter = 1;
        } else if (*line == 'T' || *line == 't') {
            if (!strncasecmp(line, "transfer-encoding: chunked", 26)) isChunked = 1;
        }
        line = next + 1;
    }
    c->left = c->status == 204 || c->status == 304 ? 0 : (size_t)bytes;
    c->reading = isChunked ? CHUNK_LINE : BODY;
    c->headLength = 0;
}

// Takes bytes of answers; 0 when the connection is to be closed.
static int take(connection *c, const char *bytes, size_t length) {
    while (length > 0 || (c->reading == BODY && c->left == 0)) {
        size_t count;
        const char *end;
        if (c->reading != BODY && c->reading != CHUNK && c->count == 0) return 0;
        switch (c->reading) {
        case HEAD:
            if (c->headLength == 0 && (end = memmem(bytes, length, "\r\n\r\n", 4))) {
                count = (size_t)(end - bytes) + 4;
                understandHead(c, bytes, count);
                bytes += count, length -= count;
                break;
            }
            count = length < HEAD_BYTES - c->headLength ? length : HEAD_BYTES - c->headLength;
            if (!count) errno = EMSGSIZE, fail("head");
            size_t before = c->headLength;
            memcpy(c->head + before, bytes, count);
            c->headLength += count;
            if ((end = memmem(c->head, c->headLength, "\r\n\r\n", 4))) {
                size_t all = (size_t)(end - c->head) + 4;
                understandHead(c, c->head, all);
                count = all - before;
            }
            bytes += count, length -= count;
            break;
        case BODY:
        case CHUNK:
            count = length < c->left ? length : c->left;
            bytes += count, length -= count, c->left -= count;
            if (c->left > 0) break;
            if (c->reading == CHUNK) {
                c->reading = CHUNK_END;
            } else {
                answered(c);
                if (c->closesAfter) return 0;
            }
            break;
        case CHUNK_LINE:
        case CHUNK_END:
        case TRAILER:
            c->head[c->headLength++ % HEAD_BYTES] = *bytes;
            length--;
            if (*bytes++ != '\n') break;
            c->head[(c->headLength - 1) % HEAD_BYTES] = 0;
            if (c->reading == CHUNK_END) {
                c->reading = CHUNK_LINE;
            } else if (c->reading == CHUNK_LINE) {
                c->left = strtoull(c->head, NULL, 16);
                c->reading = c->left ? CHUNK : TRAILER;
            } else if (c->headLength == 2) {
                answered(c);
                if (c->closesAfter) return 0;
            }
            c->headLength = 0;
            break;
        }
    }
    return 1;
}

static void receive(connection *c) {
    static char buffer[256 * 1024];
    while (c->descriptor >= 0) {
        ssize_t count = recv(c->descriptor, buffer, sizeof buffer, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        int had = c->count;
        if (count <= 0 || !take(c, buffer, (size_t)count)) {
            // With nothing outstanding it is among the free ones, where drop puts it.
            for (int i = 0; had == 0 && i < freeCount; i++)
                if (&connections[freeOnes[i]] == c) freeOnes[i--] = freeOnes[--freeCount];
            return drop(c);
        }
        if (had > 0 && c->count == 0) freeOnes[freeCount++] = (int)(c - connections);
    }
}

// -----------------------------------------------------------------------------------------------------------------------

// Gaps as of independent clients, the same in each run.
static nanoseconds gap(void) { return (nanoseconds)(-log(1 - drand48()) / rate * 1e9); }

static void run(void) {
    nanoseconds begin = clockNow(), end = begin + (nanoseconds)(seconds * 1e9), due = begin;
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[512];
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &event);
    for (;;) {
        now = clockNow();
        int isOver = isStopped || now >= end || (most && asks >= most);
        if (rate > 0) {
            for (; !isOver && due <= now && (!most || asks < most); due += gap(), asks++)
                putInLine((asked){anotherRequest(), due, 0});
        }
        while (freeCount > 0 && (waitingCount > 0 || (rate <= 0 && !isOver))) {
            connection *c = &connections[freeOnes[--freeCount]];
            for (int i = 0; i < pipeline; i++) {
                if (waitingCount > 0) {
                    ask(c, waiting[waitingFirst]);
                    waitingFirst = (waitingFirst + 1) % waitingCapacity, waitingCount--;
                } else if (rate <= 0 && !isOver && (!most || asks < most)) {
                    ask(c, (asked){anotherRequest(), now, 0});
                    asks++;
                }
            }
            if (c->count == 0) {
                freeCount++;
                break;
            }
            flush(c);
        }
        if (isOver && answers + failed >= asks) break;
        if (now >= end + 20 * SECOND) break;
        nanoseconds next = isOver || rate <= 0 ? (isOver ? now + SECOND / 10 : end) : due < end ? due : end;
        struct itimerspec when = {.it_value = {(time_t)(next / SECOND), (long)(next % SECOND)}};
        timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
        int count = epoll_wait(poller, events, 512, 1000);
        now = clockNow();
        for (int i = 0; i < count; i++) {
            connection *c = events[i].data.ptr;
            if (!c) {
                uint64_t expirations;
                if (read(timer, &expirations, sizeof expirations) < 0) continue;
            } else if (c->descriptor >= 0) {
                flush(c);
                receive(c);
            }
        }
    }
    double elapsed = (double)(clockNow() - begin) / 1e9;
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    printf("{\"seconds\": %.3f, \"asked\": %lu, \"answered\": %lu, \"retried\": %lu, \"failed\": %lu, "
           "\"unanswered\": %lu, \"connects\": %lu, \"cpu\": %.3f, \"status\": {",
        elapsed, asks, answers, retried, failed, asks - answers - failed, connects,
        (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9);
    const char *comma = "";
    for (int i = 0; i < 600; i++)
        if (statuses[i]) printf("%s\"%d\": %lu", comma, i, statuses[i]), comma = ", ";
    printf("}, ");
    printDurations("ms", &good);
    printf(", ");
    printDurations("busy_ms", &busy);
    printf("}\n");
}

int main(int count, char **arguments) {
    const char *file = NULL;
    int option;
    while ((option = getopt(count, arguments, "p:c:s:n:r:k:f:H:R")) != -1) {
        switch (option) {
        case 'p': port = atoi(optarg); break;
        case 'c': connectionCount = atoi(optarg); break;
        case 's': seconds = atof(optarg); break;
        case 'n': most = strtoull(optarg, NULL, 10); break;
        case 'r': rate = atof(optarg); break;
        case 'k': pipeline = atoi(optarg); break;
        case 'f': file = optarg; break;
        case 'H':
            if (strlen(fields) + strlen(optarg) + 3 > sizeof fields) return 64;
            strcat(strcat(fields, optarg), "\r\n");
            break;
        case 'R': retries = 1; break;
        default: return 64;
        }
    }
    if (file) readRequests(file);
    for (; optind < count; optind++) {
        requests = realloc(requests, sizeof(request) * (requestCount + 1));
        requests[requestCount++] = prepare(arguments[optind]);
    }
    if (!port || !requestCount || connectionCount < 1 || pipeline < 1 || seconds > 600) {
        fputs("usage: generator -p port [-c connections] [-s seconds] [-n count] [-r rate] [-k pipelined] [-H field]"
              " [-R] [-f file] [path …]\n", stderr);
        return 64;
    }
    poller = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc((size_t)connectionCount, sizeof(connection));
    freeOnes = calloc((size_t)connectionCount, sizeof(int));
    for (int i = connectionCount - 1; i >= 0; i--) {
        connections[i].descriptor = -1;
        connections[i].line = calloc((size_t)pipeline, sizeof(asked));
        freeOnes[freeCount++] = i;
    }
    srand48(1);
    signal(SIGINT, stop);
    run();
    return 0;
}
