internal import Synchronization

/// An answer to a GET as it is kept: the bytes that are sent, but for the date.
final class CachedAnswer: Sendable {
    /// Where in every head the date stands: after the status line, whose length is known, and `Date: `.
    private static let dateOffset = "HTTP/1.1 200 OK\r\nDate: ".utf8.count
    private static let notModifiedDateOffset = "HTTP/1.1 304 Not Modified\r\nDate: ".utf8.count

    /// The target as it was sent.
    let target: [UInt8]
    /// For clients that prefer gzip, whether it is compressed or not.
    let isForGzip: Bool
    /// It is for who sends no Cookie.
    let isWithoutCookie: Bool
    let generation: UInt64
    /// Head and content, one after the other.
    private let storage: ByteStorage
    private let start: Int
    private let headCount: Int
    private let end: Int
    private let tag: [UInt8]?
    /// The tag in its quotation marks, as a client sends it back that has this very answer.
    private let quotedTag: [UInt8]
    private let notModified: [UInt8]
    /// It was used since the cache last looked.
    let wasUsed = Atomic<Bool>(false)

    init(
        target: [UInt8], isForGzip: Bool, isWithoutCookie: Bool, generation: UInt64, head: UnsafeRawBufferPointer,
        content: ByteStorage,
        tag: String?, notModified: UnsafeRawBufferPointer
    ) {
        self.target = target
        self.isForGzip = isForGzip
        self.isWithoutCookie = isWithoutCookie
        self.generation = generation
        self.tag = tag.map { Array($0.utf8) }
        quotedTag = tag.map { Array("\"\($0)\"".utf8) } ?? []
        self.notModified = Array(notModified)
        headCount = head.count
        if content.prepend(head) {
            storage = content
        } else {
            // Its headroom is too small, or taken: the content belongs to somebody else too.
            let base = allocate(head.count + content.count)
            base.copyMemory(from: head.baseAddress ?? UnsafeRawPointer(base), byteCount: head.count)
            if let first = content.content.baseAddress {
                (base + head.count).copyMemory(from: first, byteCount: content.count)
            }
            storage = ByteStorage(adopting: base, headroom: head.count, count: content.count)
        }
        start = storage.headroom - head.count
        end = storage.headroom + storage.count
    }

    /// How many bytes keeping it costs, about.
    var cost: Int { storage.headroom + storage.count + notModified.count + target.count + 256 }

    /// Whether an answer from the cache may be the one that a request wants: a GET or HEAD without content, and without
    /// conditions but If-None-Match (and If-Modified-Since, which is then without meaning, RFC 9110 §13.1.3).
    static func mayAnswer(_ head: RequestHead) -> Bool {
        guard head.method == .get || head.method == .head, head.framing == .none, !head.isAsterisk else { return false }
        return head.conditions.isEmpty || head.conditions == .ifNoneMatch
            || head.conditions == [.ifNoneMatch, .ifModifiedSince]
    }

    /// What an answer depends on beside its target and its coding, as its Vary says.
    enum Variation {
        /// Nothing that the cache does not see to: who narrows Accept is not answered from it.
        case none
        /// On the Cookie: it is kept for those who send none.
        case cookie
        /// On what the cache can't tell apart: it is not kept.
        case other
    }

    /// Reads a Vary (RFC 9110 §12.5.5).
    static func variation(_ vary: String?) -> Variation {
        guard var vary else { return .none }
        var variation = Variation.none
        vary.withUTF8 { bytes in
            UnsafeRawBufferPointer(bytes).forEachElement { name in
                if name.equalsIgnoringCase("cookie") {
                    if variation == .none { variation = .cookie }
                } else if !name.equalsIgnoringCase("accept"), !name.equalsIgnoringCase("accept-encoding") {
                    variation = .other
                }
            }
        }
        return variation
    }

    /// Whether If-None-Match names it.
    func isNamed(by received: ReceivedHead?) -> Bool {
        guard let received, received.head.conditions.contains(.ifNoneMatch) else { return false }
        var isNamed = false
        received.forEachValue(of: "if-none-match") { if self.isNamed(in: $0) { isNamed = true } }
        return isNamed
    }

    /// Whether an If-None-Match with this value names it.
    func isNamed(in value: UnsafeRawBufferPointer) -> Bool {
        guard let tag else { return false }
        // Nearly always it is just this one.
        if quotedTag.withUnsafeBytes({ $0.elementsEqual(value) }) { return true }
        return tag.withUnsafeBytes { EntityTag.list(value, names: $0, weakly: true, inAnyCoding: false) }
    }

    /// Puts the answer into `output`.
    ///
    /// - Parameters:
    ///   - connection: the Connection field's line, or nothing.
    ///   - now: the bytes of the date; nil while the one that it was made with is still right.
    @inline(__always)
    func write(
        into output: inout Output, isNotModified: Bool, isHead: Bool, connection: StaticString,
        now: UnsafeRawBufferPointer?
    ) {
        if isNotModified {
            notModified.withUnsafeBytes {
                write($0, Self.notModifiedDateOffset, connection, now, into: &output.head)
            }
            return
        }
        let bytes = UnsafeRawBufferPointer(start: storage.base + start, count: end - start)
        // Small ones are copied, so that those of a pipeline leave together; large ones leave from where they are.
        let isSmall = bytes.count <= 16 * 1024
        if isSmall, connection.utf8CodeUnitCount == 0, !isHead {
            let offset = output.head.count
            output.head.append(bytes)
            if let now { output.head.replace(at: offset + Self.dateOffset, with: now) }
            return
        }
        if now == nil, connection.utf8CodeUnitCount == 0, !isHead, output.isEmpty {
            output.add(storage, from: start, to: end)
            return
        }
        write(bytes.part(0, headCount), Self.dateOffset, connection, now, into: &output.head)
        if isHead { return }
        if isSmall {
            output.head.append(bytes.part(headCount, bytes.count))
        } else {
            output.add(storage, from: start + headCount, to: end)
        }
    }

    /// Copies a head, with its date and the Connection field set right.
    private func write(
        _ head: UnsafeRawBufferPointer, _ dateOffset: Int, _ connection: StaticString, _ now: UnsafeRawBufferPointer?,
        into queue: inout ByteQueue
    ) {
        let offset = queue.count
        if connection.utf8CodeUnitCount == 0 {
            queue.append(head)
        } else {
            queue.append(head.part(0, head.count - 2))
            queue.append(connection)
            queue.append("\r\n")
        }
        if let now { queue.replace(at: offset + dateOffset, with: now) }
    }
}
