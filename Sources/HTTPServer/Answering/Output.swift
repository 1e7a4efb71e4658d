internal import CSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What is on its way to a client: bytes, then a body, then a file's region, then what a stream still makes.
struct Output: ~Copyable {
    /// What becomes of the connection afterwards.
    enum Afterwards {
        case nextRequest
        case close
        /// The request was not read to its end: go on reading for a while, or the client would lose the answer to the
        /// reset that unread bytes cause (RFC 9112 §9.6).
        case linger
        /// The body is cut: the client is to notice.
        case abort
    }

    enum Progress {
        case done
        /// The socket takes no more for the moment.
        case blocked
        /// The client is gone.
        case failed
    }

    var head = ByteQueue()
    var afterwards = Afterwards.nextRequest
    /// Where the body's next pieces come from.
    var stream: PieceSource?
    private var storage: ByteStorage?
    private var storageStart = 0
    private var storageEnd = 0
    private var file: FileRegion?
    private var fileSent = 0
    /// How many bytes the socket has taken, of everything.
    private(set) var sent = 0

    var hasBody: Bool { storage != nil || file != nil }
    var isEmpty: Bool { head.isEmpty && storage == nil && file == nil }

    /// Adds bytes of a body, from an offset of its allocation on. Only one body is on its way at a time.
    mutating func add(_ body: ByteStorage, from start: Int, to end: Int) {
        precondition(storage == nil && file == nil)
        guard start < end else { return }
        storage = body
        storageStart = start
        storageEnd = end
    }

    /// Adds a part of a file.
    mutating func add(_ region: FileRegion) {
        precondition(storage == nil && file == nil)
        guard region.count > 0 else { return }
        file = region
        fileSent = 0
    }

    /// Sends as much as the socket takes.
    mutating func flush(to descriptor: CInt) -> Progress {
        while !head.isEmpty || storage != nil {
            let first = head.bytes
            let second = storage.map { UnsafeRawPointer($0.base + storageStart) }
            let taken =
                first.count == 0
                ? csystem_send(descriptor, second, storageEnd &- storageStart, nil, 0)
                : csystem_send(descriptor, first.baseAddress, first.count, second, storageEnd &- storageStart)
            guard taken >= 0 else {
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .blocked : .failed
            }
            sent &+= taken
            let ofHead = min(taken, first.count)
            head.removeFirst(ofHead)
            storageStart &+= taken &- ofHead
            if storageStart == storageEnd {
                storage = nil
                storageStart = 0
                storageEnd = 0
            }
        }
        return file == nil ? .done : flushFile(to: descriptor)
    }

    private mutating func flushFile(to descriptor: CInt) -> Progress {
        while let region = file {
            let taken = csystem_send_file(
                descriptor, region.file.descriptor, off_t(region.offset + fileSent), region.count - fileSent)
            // A file that was cut short meanwhile can't be sent as promised.
            if taken == 0 { return .failed }
            guard taken > 0 else {
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .blocked : .failed
            }
            sent &+= taken
            fileSent += taken
            if fileSent == region.count { file = nil }
        }
        return .done
    }

    /// Forgets everything that was not sent.
    mutating func clear() {
        head.removeAll()
        head.releaseIfEmpty()
        storage = nil
        storageStart = 0
        storageEnd = 0
        file = nil
        stream?.close()
        stream = nil
    }
}
