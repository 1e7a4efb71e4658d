#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A part of an open file, sent from the page cache without passing through our memory.
public struct FileRegion: Sendable {
    let file: OpenFile
    /// Where the region starts, in bytes.
    public let offset: Int
    /// How many bytes it has.
    public let count: Int

    /// Takes over a descriptor, which is closed when the last region of the file is gone.
    public init(adopting descriptor: CInt, offset: Int = 0, count: Int) {
        self.init(file: OpenFile(descriptor), offset: offset, count: count)
    }

    init(file: OpenFile, offset: Int, count: Int) {
        self.file = file
        self.offset = offset
        self.count = count
    }

    func part(_ range: Range<Int>) -> FileRegion {
        FileRegion(file: file, offset: offset + range.lowerBound, count: range.count)
    }
}

/// Closes a descriptor when nobody needs it any more.
final class OpenFile: Sendable {
    let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
