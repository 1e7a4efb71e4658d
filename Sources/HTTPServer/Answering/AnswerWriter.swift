internal import HTTPTypes

/// What an answer depends on beside the response itself.
struct AnswerContext {
    /// The request; nil when it could not be read.
    var received: ReceivedHead?
    /// The connection may carry another request.
    var keepsAlive: Bool
    /// A HEAD that could not be read further than its method.
    var isRefusedHead = false
    /// The request was not read to its end.
    var lingers = false
    /// The cache takes the answer, if it is one that can be kept.
    var mayKeep = false
    /// Seconds since 1970.
    var now: Int

    var isHead: Bool { isRefusedHead || received?.head.method == .head }
    var isGet: Bool { received?.head.method == .get }
    var minorVersion: UInt8 { received?.head.minorVersion ?? 1 }
}

/// Turns responses into the bytes of answers: conditions, ranges, content coding, framing.
struct AnswerWriter: Sendable {
    /// Bodies of text from this size on are compressed: below, the answer is one packet either way.
    static let leastCompressed = 1024

    let limits: Limits
    private let commonFields: HTTPFields
    private let serverField: String?

    init(_ configuration: Configuration) {
        limits = configuration.limits
        commonFields = configuration.commonFields
        serverField = configuration.serverField
    }

    /// Puts an answer into `output`.
    ///
    /// - Returns: the answer's status, and the answer as the cache may keep it.
    func write(
        _ response: Response, _ context: AnswerContext, into output: inout Output
    ) -> (status: Int, cached: CachedAnswer?) {
        var representation = Representation(response, context)
        if representation.isUnacceptable {
            response.closeBody()
            let problem = Problem(.notAcceptable, "Accept-Encoding excludes gzip and the plain form.")
            return write(problem.response(), without(context), into: &output)
        }
        if let cached = cached(representation, context) {
            let isNotModified = cached.isNamed(by: context.received)
            cached.write(
                into: &output, isNotModified: isNotModified, isHead: context.isHead,
                connection: connectionLine(context.keepsAlive, context.minorVersion), now: nil)
            output.afterwards = afterwards(context)
            return (isNotModified ? 304 : 200, cached)
        }
        if let received = context.received, context.isGet || context.isHead, response.status == .ok {
            let outcome = Preconditions.evaluate(
                received, tag: representation.tag, plainTag: response.entityTag, lastModified: response.lastModified,
                now: context.now)
            switch outcome {
            case .proceed:
                break
            case .notModified:
                response.closeBody()
                writeNotModified(representation, context, into: &output)
                return (304, nil)
            case .failed:
                response.closeBody()
                let problem = Problem(
                    .preconditionFailed, "The representation is not the one that the condition names.")
                return write(problem.response(), without(context), into: &output)
            }
            if response.acceptsRanges, context.isGet, representation.select(received, now: context.now) == false {
                response.closeBody()
                let problem = Problem(
                    .rangeNotSatisfiable, "The range lies outside the representation.",
                    fields: [.contentRange: "bytes */\(representation.length ?? 0)"])
                return write(problem.response(), without(context), into: &output)
            }
        }
        writeWhole(&representation, context, into: &output)
        return (representation.response.status.code, nil)
    }

    /// The same without conditions, for an answer that takes another's place.
    private func without(_ context: AnswerContext) -> AnswerContext {
        guard let received = context.received else { return context }
        var head = received.head
        head.conditions = []
        head.acceptEncoding = -1
        var context = context
        context.received = received.bytes.withUnsafeBytes { ReceivedHead(copying: $0, head) }
        return context
    }

    private func afterwards(_ context: AnswerContext) -> Output.Afterwards {
        context.lingers ? .linger : context.keepsAlive ? .nextRequest : .close
    }

    // MARK: Heads

    /// The Connection field that an answer needs (RFC 9112 §9.3), as a line.
    func connectionLine(_ keepsAlive: Bool, _ minorVersion: UInt8) -> StaticString {
        if !keepsAlive { return "Connection: close\r\n" }
        return minorVersion == 0 ? "Connection: keep-alive\r\n" : ""
    }

    private func writeStatusLine(_ status: HTTPResponse.Status, now: Int, into head: inout ByteQueue) {
        head.append("HTTP/1.1 ")
        head.append(status.code)
        head.append(" ")
        head.append(fieldValue: status.reasonPhrase)
        head.append("\r\nDate: ")
        head.append(date: now)
        head.append("\r\n")
    }

    private func write(_ name: StaticString, _ value: String, into head: inout ByteQueue) {
        head.append(name)
        head.append(fieldValue: value)
        head.append("\r\n")
    }

    /// The fields of a response, but those of framing, Connection and Date.
    /// - Parameter isNotModified: only those that a 304 carries (RFC 9110 §15.4.5).
    private func writeFields(
        _ representation: Representation, isNotModified: Bool, now: Int, into head: inout ByteQueue
    ) {
        let response = representation.response
        if let serverField { write("Server: ", serverField, into: &head) }
        if !isNotModified {
            if let type = response.contentType { write("Content-Type: ", type, into: &head) }
            if representation.isCompressed { head.append("Content-Encoding: gzip\r\n") }
            if response.acceptsRanges { head.append("Accept-Ranges: bytes\r\n") }
            if let range = representation.contentRange { write("Content-Range: ", range, into: &head) }
        }
        // A 304 has it only where there is no tag, for caches to go by (§15.4.5).
        if let date = response.lastModified, !isNotModified || representation.tag == nil {
            head.append("Last-Modified: ")
            // Never later than Date (§8.8.2.1).
            head.append(date: min(date, now))
            head.append("\r\n")
        }
        if let tag = representation.tag {
            head.append("ETag: \"")
            head.append(fieldValue: tag)
            head.append("\"\r\n")
        }
        if representation.isNegotiated {
            let vary = response.fields[.vary].map { $0 == "*" ? $0 : "\($0), Accept-Encoding" }
            write("Vary: ", vary ?? "Accept-Encoding", into: &head)
        }
        for field in commonFields where !response.fields.contains(field.name) { write(field, into: &head) }
        for field in response.fields {
            if Self.isOurs(field.name.canonicalName) { continue }
            if representation.isNegotiated, field.name == .vary { continue }
            if isNotModified, Self.isOfContent(field.name.canonicalName) { continue }
            write(field, into: &head)
        }
    }

    private func write(_ field: HTTPField, into head: inout ByteQueue) {
        head.append(field.name.rawName)
        head.append(": ")
        head.append(fieldValue: field.value)
        head.append("\r\n")
    }

    /// What only the server itself writes.
    private static func isOurs(_ name: String) -> Bool {
        switch name {
        case "content-length", "content-type", "transfer-encoding", "connection", "date", "etag", "last-modified": true
        default: false
        }
    }

    /// What describes a content that a 304 does not have.
    private static func isOfContent(_ name: String) -> Bool {
        switch name {
        case "content-encoding", "content-language", "content-range", "content-disposition", "accept-ranges": true
        default: false
        }
    }

    // MARK: Whole answers

    private func writeNotModified(
        _ representation: Representation, _ context: AnswerContext, into output: inout Output
    ) {
        writeStatusLine(.notModified, now: context.now, into: &output.head)
        writeFields(representation, isNotModified: true, now: context.now, into: &output.head)
        output.head.append(connectionLine(context.keepsAlive, context.minorVersion))
        output.head.append("\r\n")
        output.afterwards = afterwards(context)
    }

    private func writeWhole(
        _ representation: inout Representation, _ context: AnswerContext, into output: inout Output
    ) {
        var keepsAlive = context.keepsAlive
        var lingers = context.lingers
        representation.compress()
        var response = representation.response
        let code = response.status.code
        if code == 205, representation.length != 0 {
            // Nothing is to be shown (RFC 9110 §15.3.6).
            response.closeBody()
            response.body = .empty
            representation = Representation(response, context)
        }
        // No content and no framing in these (RFC 9112 §6.3).
        let hasContent = code >= 200 && code != 204 && code != 304
        let isStream = if case .stream = response.body { true } else { false }
        let isChunked = isStream && context.minorVersion == 1
        if isStream, !isChunked, hasContent, !context.isHead { keepsAlive = false }
        var head = ByteQueue()
        writeStatusLine(response.status, now: context.now, into: &head)
        if hasContent {
            if let length = representation.length {
                head.append("Content-Length: ")
                head.append(length)
                head.append("\r\n")
            } else if isChunked {
                head.append("Transfer-Encoding: chunked\r\n")
            }
        }
        writeFields(representation, isNotModified: false, now: context.now, into: &head)
        head.append(connectionLine(keepsAlive, context.minorVersion))
        head.append("\r\n")
        if lingers, keepsAlive { lingers = false }
        output.afterwards = lingers ? .linger : keepsAlive ? .nextRequest : .close
        guard hasContent, !context.isHead else {
            output.head.append(head.bytes)
            response.closeBody()
            return
        }
        switch response.body {
        case .empty:
            output.head.append(head.bytes)
        case .bytes(let storage):
            let part = representation.part ?? 0..<storage.count
            if part.lowerBound == 0, output.isEmpty, storage.prepend(head.bytes) {
                output.add(storage, from: storage.headroom - head.count, to: storage.headroom + part.upperBound)
            } else {
                output.head.append(head.bytes)
                output.add(storage, from: storage.headroom + part.lowerBound, to: storage.headroom + part.upperBound)
            }
        case .file(let region):
            output.head.append(head.bytes)
            output.add(representation.part.map(region.part) ?? region)
        case .stream(let stream):
            output.head.append(head.bytes)
            output.stream = PieceSource(stream, isChunked: isChunked, isCompressed: representation.isCompressed)
        }
    }

    // MARK: Answers that are prepared

    /// An answer that is the same each time, but for the date.
    func prepare(_ response: Response) -> PreparedAnswer {
        guard case .bytes(let content) = response.body else { preconditionFailure("Only bytes can be prepared") }
        let context = AnswerContext(keepsAlive: true, now: 0)
        var head = ByteQueue()
        writeStatusLine(response.status, now: context.now, into: &head)
        head.append("Content-Length: ")
        head.append(content.count)
        head.append("\r\n")
        writeFields(Representation(response, context), isNotModified: false, now: context.now, into: &head)
        return PreparedAnswer(head: [UInt8](head.bytes), content: [UInt8](content.content), status: response.status)
    }

    // MARK: Answers to keep

    /// The answer for the cache, when it may be kept: a whole 200 to a GET that no condition but If-None-Match selects.
    private func cached(_ representation: Representation, _ context: AnswerContext) -> CachedAnswer? {
        guard context.mayKeep, case .generation(let generation) = representation.response.validity, generation & 1 == 0,
            let received = context.received, CachedAnswer.mayAnswer(received.head), context.isGet,
            representation.response.status == .ok, representation.allowsIdentity
        else { return nil }
        let variation = CachedAnswer.variation(representation.response.fields[.vary])
        if variation == .other || (variation == .cookie && received.head.hasCookie) { return nil }
        var representation = representation
        representation.compress()
        let content: ByteStorage
        switch representation.response.body {
        case .empty: content = ByteStorage(copying: [])
        case .bytes(let storage): content = storage
        case .file, .stream: return nil
        }
        guard content.count <= limits.cachedAnswerBytes else { return nil }

        var head = ByteQueue()
        writeStatusLine(.ok, now: context.now, into: &head)
        head.append("Content-Length: ")
        head.append(content.count)
        head.append("\r\n")
        writeFields(representation, isNotModified: false, now: context.now, into: &head)
        head.append("\r\n")
        var notModified = ByteQueue()
        if representation.tag != nil {
            writeStatusLine(.notModified, now: context.now, into: &notModified)
            writeFields(representation, isNotModified: true, now: context.now, into: &notModified)
            notModified.append("\r\n")
        }
        return CachedAnswer(
            target: received.withTarget { [UInt8]($0) }, isForGzip: representation.prefersGzip,
            isWithoutCookie: variation == .cookie, generation: generation, head: head.bytes, content: content,
            tag: representation.tag, notModified: notModified.bytes)
    }
}
