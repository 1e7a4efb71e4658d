/// Every limit of the server, with its reason. Each can be set; the defaults suit one small machine.
public struct Limits: Sendable {
    // MARK: What a request may be

    /// Bytes of a method (501): no known one is half as long.
    public var methodBytes = 32
    /// Bytes of the request line without its CRLF (414). RFC 9112 §3 recommends at least 8,000.
    public var requestLineBytes = 8 * 1024
    /// Bytes of the whole head (431). Browsers with many cookies stay below half of it.
    public var headBytes = 32 * 1024
    /// Fields in a head, and in a trailer (431): a bound on the work that one head can cause.
    public var fieldCount = 100
    /// Bytes of a body (413). The longest article with its quotes and statistics is well below.
    public var bodyBytes = 8 * 1024 * 1024
    /// Bytes of one chunk-size line with its extensions (400): extensions are read over, and must not go on for ever.
    public var chunkLineBytes = 256
    /// Bytes of all of a body's chunk-size lines beyond the sixteen digits of a size (400): else a body of chunks of one
    /// byte could be a hundred times as long on its way as it is.
    public var chunkExtensionBytes = 16 * 1024
    /// Bytes of a body that is handed on as it comes and that its handler has not read: with so many, nothing more is taken
    /// from the socket.
    public var unreadBytes = 64 * 1024
    /// Bytes of all bodies that are being read or worked on (503): 8 MiB each on every connection would be too much.
    public var bodyBytesInAll = 256 * 1024 * 1024

    // MARK: How much at once

    /// Open connections; one more is answered with 503.
    public var connections = 16 * 1024
    /// Connections beyond these that are let in to be told so; one more is closed without a word.
    public var refusedConnections = 64
    /// Connections that are accepted before those that are open have their turn.
    public var acceptedAtOnce = 64
    /// Connections that the kernel keeps until they are accepted.
    public var backlog = 1024
    /// Requests of one connection that a loop answers before it turns to the others.
    public var pipelinedRequests = 32
    /// Connections with more to be answered that go on in one turn of a loop, before it looks for what has come.
    public var postponedAtOnce = 16
    /// Bytes that a loop reads at once, and so what is kept of a pipeline at most.
    public var readBytes = 64 * 1024
    /// Bytes of answers that are gathered before they are sent, and of a streamed piece that is sent in one go.
    public var writeBytes = 64 * 1024
    /// Bytes that the kernel takes of an answer beyond what is on its way. Without a bound it takes megabytes for a client
    /// that does not read, and a thousand of these bring all connections of the machine to a halt (tcp_mem, tcp(7)).
    public var unsentBytes = 64 * 1024
    /// Requests that wait for a worker; one more is answered with 503. A burst may be so long: some tens of
    /// milliseconds' work.
    public var queuedRequests = 256
    /// The same for each worker when the line has not been empty for `burstSeconds`: what comes is more than can be
    /// done, and a longer line would only make everyone wait. Who is served waits for these at most: some milliseconds'
    /// work; 32 clients that each wait for their answer fit in, with two workers. Who would rather wait than ask again sets more.
    public var standingRequests = 16
    public var burstSeconds = 0.1
    /// How long nobody may have been refused until the line may be long again.
    public var calmSeconds = 1.0
    /// Bytes of answers that are kept for the present generation.
    public var cacheBytes = 16 * 1024 * 1024
    /// Bytes of one answer that is kept; longer ones are made anew each time.
    public var cachedAnswerBytes = 256 * 1024
    /// Bytes of a static file that is kept in memory, with its gzip form; larger ones are sent from the page cache.
    public var keptFileBytes = 256 * 1024
    /// Bytes of all static files that are kept.
    public var keptFilesBytes = 16 * 1024 * 1024
    /// Paths of which it is known for a second where in the folder they lead.
    public var keptPaths = 1024

    // MARK: How long (seconds)

    /// From a head's first byte to its last (408), whatever trickles in between.
    public var headSeconds = 10.0
    /// From the end of a head to the body's first bytes; afterwards `bodyBytesPerSecond` counts (408).
    public var bodySeconds = 10.0
    /// The least rate, in bytes a second, at which a body is to come and an answer to be taken.
    public var leastBytesPerSecond = 1024
    /// Without a request on a connection, since the last answer or the accept.
    public var idleSeconds = 60.0
    /// Without any progress of an answer that the client does not take.
    public var writeSeconds = 20.0
    /// From a refusal to the close, for the client to read the answer while we read over the rest of its body.
    public var lingerSeconds = 3.0
    /// From stop() to the end of all connections; what is in flight has so long to finish.
    public var graceSeconds = 10.0
    /// Accepting pauses so long when there are no descriptors or no memory left, unless a connection ends before.
    public var acceptPauseSeconds = 0.5
    /// What Retry-After says beside a 503.
    public var retryAfterSeconds = 1

    public init() {}
}
