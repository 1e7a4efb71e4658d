#include "CFetch.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/// A transfer under way.
typedef struct {
    const cfetch_request *request;
    size_t head_count;
    size_t body_count;
    int is_refused;
    int is_head_large;
    int is_body_large;
    int is_cancelled;
} transfer;

static pthread_once_t start_once = PTHREAD_ONCE_INIT;

static void start(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

// Every connection of the transfer comes through here with the address that it would be made to, whatever the name, the
// form of the number or the resolver's answer was. A socket that was never made can't connect.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    transfer *now = context;
    if (purpose != CURLSOCKTYPE_IPCXN || !now->request->allows(now->request->context, &address->addr)) {
        now->is_refused = 1;
        return CURL_SOCKET_BAD;
    }
    int type = address->socktype;
#ifdef SOCK_CLOEXEC
    type |= SOCK_CLOEXEC;
#endif
    return socket(address->family, type, address->protocol);
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
    transfer *now = context;
    (void)bytes;
    now->head_count += size * count;
    if (now->head_count > now->request->head_limit) {
        now->is_head_large = 1;
        return 0;
    }
    return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    transfer *now = context;
    size_t all = size * count;
    if (all > now->request->body_limit - now->body_count) {
        now->is_body_large = 1;
        return 0;
    }
    now->body_count += all;
    now->request->take(now->request->context, (const uint8_t *)bytes, all);
    return all;
}

static int progress(void *context, curl_off_t expected, curl_off_t received, curl_off_t to_send, curl_off_t sent) {
    transfer *now = context;
    (void)expected, (void)to_send, (void)sent;
    // What comes compressed is counted here, what it becomes in take_body.
    if (received > 0 && (uint64_t)received > now->request->body_limit) {
        now->is_body_large = 1;
        return 1;
    }
    now->is_cancelled = now->request->is_cancelled(now->request->context);
    return now->is_cancelled;
}

static void copy(char *target, size_t capacity, const char *source) {
    snprintf(target, capacity, "%s", source ? source : "");
}

static cfetch_outcome outcome(CURLcode code, const transfer *now, CURL *handle) {
    if (now->is_cancelled) return cfetch_cancelled;
    if (now->is_head_large) return cfetch_large_head;
    if (now->is_body_large) return cfetch_large_body;
    double transferred = 0;
    switch (code) {
    case CURLE_OK: return cfetch_done;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED: return cfetch_bad_url;
    case CURLE_COULDNT_RESOLVE_HOST: return cfetch_unknown_host;
    case CURLE_COULDNT_CONNECT: return now->is_refused ? cfetch_refused_address : cfetch_unreachable;
    case CURLE_OPERATION_TIMEDOUT:
        // libcurl has one code for both.
        curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME, &transferred);
        return transferred * 1000 + 50 < (double)now->request->milliseconds && now->head_count > 0 ? cfetch_slow
                                                                                                  : cfetch_timeout;
    case CURLE_FILESIZE_EXCEEDED: return cfetch_large_body;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS: return cfetch_insecure;
    default: return cfetch_broken;
    }
}

void cfetch_perform(const cfetch_request *request, cfetch_answer *answer) {
    memset(answer, 0, sizeof *answer);
    answer->outcome = cfetch_broken;
    pthread_once(&start_once, start);
    CURL *handle = curl_easy_init();
    if (!handle) return;
    transfer now = {.request = request};
    struct curl_slist *fields = NULL, *names = NULL;

    curl_easy_setopt(handle, CURLOPT_URL, request->url);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, answer->reason);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &now);
    // An empty name turns off what http_proxy, https_proxy and all_proxy would name.
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    // Signals would reach whichever thread they like.
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, request->user_agent);
    // All codings that this libcurl knows.
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, request->milliseconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, request->least_rate);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, request->least_rate_seconds);
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->body_limit);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &now);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &now);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &now);

    char accept[512];
    snprintf(accept, sizeof accept, "Accept: %s", request->accept);
    fields = curl_slist_append(NULL, accept);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
    if (request->resolve) {
        names = curl_slist_append(NULL, request->resolve);
        curl_easy_setopt(handle, CURLOPT_RESOLVE, names);
    }

    CURLcode code = curl_easy_perform(handle);
    answer->outcome = outcome(code, &now, handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    char *text = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK) {
        copy(answer->content_type, sizeof answer->content_type, text);
    }
    text = NULL;
    // A longer address is none, rather than another.
    if (curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &text) == CURLE_OK && text
        && strlen(text) < sizeof answer->redirect) {
        copy(answer->redirect, sizeof answer->redirect, text);
    }
    if (!answer->reason[0] && code != CURLE_OK) copy(answer->reason, sizeof answer->reason, curl_easy_strerror(code));
    curl_easy_cleanup(handle);
    curl_slist_free_all(fields);
    curl_slist_free_all(names);
}

int cfetch_url_part(const char *url, char part, char *text, size_t capacity) {
    CURLU *parsed = curl_url();
    char *found = NULL;
    int result = -1;
    if (parsed && curl_url_set(parsed, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
        CURLUPart which = CURLUPART_URL;
        unsigned int flags = 0;
        switch (part) {
        case 's': which = CURLUPART_SCHEME; break;
        case 'u': which = CURLUPART_USER; break;
        case 'p': which = CURLUPART_PASSWORD; break;
        case 'h': which = CURLUPART_HOST; break;
        case 'n': which = CURLUPART_PORT; flags = CURLU_DEFAULT_PORT; break;
        case '/': which = CURLUPART_PATH; break;
        case '?': which = CURLUPART_QUERY; break;
        default: curl_url_set(parsed, CURLUPART_FRAGMENT, NULL, 0); break;
        }
        if (curl_url_get(parsed, which, &found, flags) == CURLUE_OK && found && strlen(found) < capacity) {
            copy(text, capacity, found);
            result = 0;
        }
    }
    curl_free(found);
    curl_url_cleanup(parsed);
    return result;
}
