internal import CZlib

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Compresses with gzip (RFC 1952).
public enum Gzip {
    /// Deflate states cost a quarter of a megabyte each and are kept, one for each that was in use at once.
    private static let idle = Locked<[Deflater]>([])

    /// The gzip form of some bytes, as content with the usual headroom.
    public static func compressed(_ bytes: UnsafeRawBufferPointer) -> ByteStorage {
        let deflater = take()
        defer { give(deflater) }
        return deflater.append(bytes, ends: true, headroom: ByteStorage.usualHeadroom)
    }

    /// The bytes that were compressed.
    ///
    /// - Parameter size: how many there are; what is of another size is damaged.
    /// - Throws: `GzipError`.
    public static func expanded(_ gzip: [UInt8], size: Int) throws -> [UInt8] {
        var stream = z_stream()
        // 31: with a gzip header and trailer.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw GzipError.damaged
        }
        defer { inflateEnd(&stream) }
        var result = Z_OK
        // One more byte than there should be, so that too many are noticed.
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { bytes, count in
            gzip.withUnsafeBufferPointer { gzip in
                stream.next_in = UnsafeMutablePointer(mutating: gzip.baseAddress)
                stream.avail_in = UInt32(gzip.count)
                stream.next_out = bytes.baseAddress
                stream.avail_out = UInt32(size + 1)
                result = inflate(&stream, Z_FINISH)
            }
            count = size + 1 - Int(stream.avail_out)
        }
        guard result == Z_STREAM_END, bytes.count == size else { throw GzipError.damaged }
        return bytes
    }

    static func take() -> Deflater {
        idle.withLock { $0.popLast() } ?? Deflater()
    }

    static func give(_ deflater: Deflater) {
        deflater.reset()
        idle.withLock { if $0.count < 16 { $0.append(deflater) } }
    }
}

/// Why bytes can't be expanded.
public enum GzipError: Error {
    /// They are no gzip, or not all of it, or of another size.
    case damaged
}

/// A compression under way.
// @unchecked: used by one thread at a time, whoever took it from `Gzip`.
final class Deflater: @unchecked Sendable {
    /// zlib's scale goes to 9; from 6 on JSON gets smaller by under 2 % for a third more time.
    private static let level: CInt = 5

    private var stream = z_stream()

    init() {
        // 31: the largest window, with a gzip header and trailer.
        let result = deflateInit2_(
            &stream, Self.level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        // As in `allocate`: there is no way to go on.
        guard result == Z_OK else { fatalError("zlib has no memory for a deflate state, or is another version") }
    }

    deinit {
        deflateEnd(&stream)
    }

    func reset() {
        deflateReset(&stream)
    }

    /// Compresses more bytes, to the end of what they say or of the whole.
    func append(_ bytes: UnsafeRawBufferPointer, ends: Bool, headroom: Int) -> ByteStorage {
        var capacity = Int(deflateBound(&stream, UInt(bytes.count))) + 16
        var base = allocate(headroom + capacity)
        var count = 0
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(bytes.count)
        while true {
            stream.next_out = (base + headroom + count).assumingMemoryBound(to: UInt8.self)
            stream.avail_out = UInt32(capacity - count)
            let result = deflate(&stream, ends ? Z_FINISH : Z_SYNC_FLUSH)
            count = capacity - Int(stream.avail_out)
            if ends ? result == Z_STREAM_END : stream.avail_out > 0 { break }
            capacity *= 2
            // As in `allocate`: there is no way to go on.
            guard let larger = realloc(base, headroom + capacity) else {
                fatalError("out of memory: \(capacity) bytes were asked for")
            }
            base = larger
        }
        stream.next_in = nil
        stream.next_out = nil
        return ByteStorage(adopting: base, headroom: headroom, count: count)
    }
}
