internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Bytes with an owner, adopted without a copy.
///
/// `headroom` bytes before the content are free for the head of the response that carries it, so that one send takes
/// both. Whoever makes a body piece by piece allocates with `malloc`, leaves ``ByteStorage/usualHeadroom`` bytes free
/// at the front, and hands the memory over.
// @unchecked: the content never changes once made; the headroom is written once, by the first who calls `prepend`.
public final class ByteStorage: @unchecked Sendable {
    /// Enough for the head of nearly every response. A head that does not fit is sent beside the body instead.
    public static let usualHeadroom = 1024

    let base: UnsafeMutableRawPointer
    let headroom: Int
    /// How many bytes of content there are.
    public let count: Int
    private let headroomTaken = Atomic<Bool>(false)

    /// Takes over memory that `malloc` gave; it is freed with this object.
    ///
    /// - Parameters:
    ///   - base: the start of the allocation, which is `headroom + count` bytes long or longer.
    ///   - headroom: how many bytes before the content are free.
    ///   - count: how many bytes the content has.
    public init(adopting base: UnsafeMutableRawPointer, headroom: Int, count: Int) {
        precondition(headroom >= 0 && count >= 0)
        self.base = base
        self.headroom = headroom
        self.count = count
    }

    /// Copies bytes, leaving the usual headroom before them.
    public convenience init(copying bytes: some Collection<UInt8>) {
        let count = bytes.count
        let base = allocate(Self.usualHeadroom + count)
        UnsafeMutableRawBufferPointer(start: base + Self.usualHeadroom, count: count).copyBytes(from: bytes)
        self.init(adopting: base, headroom: Self.usualHeadroom, count: count)
    }

    /// Copies a text's UTF-8.
    public convenience init(_ string: String) {
        self.init(copying: string.utf8)
    }

    deinit {
        free(base)
    }

    /// Reads the content; the pointer is not to leave `body`.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(content)
    }

    /// The content, valid for as long as this object is held.
    var content: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + headroom, count: count)
    }

    /// Writes a head right before the content, if there is room and nobody did so before.
    func prepend(_ head: UnsafeRawBufferPointer) -> Bool {
        guard let first = head.baseAddress, head.count <= headroom,
            !headroomTaken.exchange(true, ordering: .acquiringAndReleasing)
        else { return false }
        (base + headroom - head.count).copyMemory(from: first, byteCount: head.count)
        return true
    }
}

/// `malloc` that never returns nil: without memory for a buffer there is no way to go on.
func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    guard let memory = malloc(max(count, 1)) else { fatalError("out of memory: \(count) bytes were asked for") }
    return memory
}
