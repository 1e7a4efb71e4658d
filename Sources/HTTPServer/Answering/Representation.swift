internal import HTTPTypes

/// A response together with the form in which it is sent: its content coding, its tag, its length, the selected part.
struct Representation {
    private(set) var response: Response
    /// Gzip is what it is sent in.
    private(set) var isCompressed = false
    /// Another Accept-Encoding could have led to another form.
    private(set) var isNegotiated = false
    /// No form is one that the client takes.
    private(set) var isUnacceptable = false
    /// The client prefers gzip, whether this is sent so or not.
    let prefersGzip: Bool
    /// The client takes the plain form, as nearly all do.
    let allowsIdentity: Bool
    /// The part that a Range selects.
    private(set) var part: Range<Int>?
    private var isCoded = false

    init(_ response: Response, _ context: AnswerContext) {
        self.response = response
        let codings = context.received?.codings ?? ContentCodings()
        prefersGzip = codings.prefersGzip
        allowsIdentity = codings.allowsIdentity
        let isRead = context.isGet || context.isHead
        let status = response.status.code
        guard status >= 200, status != 204, status != 206, status != 304 else { return }
        let isCodedAlready = response.fields.contains(.contentEncoding)
        if isCodedAlready || (response.fields[.cacheControl] ?? "").contains("no-transform") { return }
        let isLarge = length.map { $0 >= AnswerWriter.leastCompressed } ?? true
        isNegotiated = isLarge && response.contentType.map(isText) ?? false
        if case .file = response.body { isNegotiated = false }
        let isPart =
            response.acceptsRanges && context.isGet && codings.allowsIdentity
            && context.received?.head.conditions.contains(.range) ?? false
        if isNegotiated {
            isCompressed = !isPart && (codings.prefersGzip || (codings.allowsGzip && !codings.allowsIdentity))
        } else if !codings.allowsIdentity, status == 200, isRead {
            // Nothing but compression will do, whether it pays or not.
            if case .file = response.body {
                isUnacceptable = true
            } else {
                isCompressed = codings.allowsGzip && length != 0
            }
        }
        if !codings.allowsIdentity, !codings.allowsGzip, status == 200, isRead { isUnacceptable = true }
    }

    /// The opaque-tag of this form.
    var tag: String? {
        response.entityTag.map { isCompressed ? $0 + EntityTag.gzipSuffix : $0 }
    }

    /// How many bytes are sent; nil when nobody knows yet.
    var length: Int? {
        if let part { return part.count }
        switch response.body {
        case .empty: return 0
        case .bytes(let storage): return storage.count
        case .file(let region): return region.count
        case .stream: return nil
        }
    }

    /// The value of Content-Range of a 206.
    private(set) var contentRange: String?

    /// Makes the body what it is sent as.
    mutating func compress() {
        guard isCompressed, !isCoded, case .bytes(let storage) = response.body else { return }
        response.body = .bytes(response.gzipBody ?? Gzip.compressed(storage.content))
        isCoded = true
    }

    /// Selects the part that a Range asks for, if one applies.
    /// - Returns: false when there is no such part.
    mutating func select(_ received: ReceivedHead, now: Int) -> Bool {
        guard received.head.conditions.contains(.range), !isCompressed, let whole = length,
            Preconditions.rangeApplies(received, tag: tag, lastModified: response.lastModified, now: now)
        else { return true }
        var ranges: [ByteRange] = []
        received.forEachValue(of: "range") { ranges.append(ByteRange($0, count: whole)) }
        guard ranges.count == 1 else { return true }
        switch ranges[0] {
        case .whole:
            return true
        case .unsatisfiable:
            return false
        case .part(let range):
            part = range
            contentRange = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(whole)"
            response.status = .partialContent
            return true
        }
    }
}

extension ReceivedHead {
    /// What the client's Accept-Encoding says.
    var codings: ContentCodings {
        var codings = ContentCodings()
        guard head.acceptEncoding != -1 else { return codings }
        forEachValue(of: "accept-encoding") { codings.take($0) }
        return codings
    }
}
