public import HTTPTypes

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Serves the files of one folder, and nothing outside it.
///
/// A path that ends with `/` is its folder's index.html. Links are followed as long as they stay in the folder; names
/// that begin with a dot are not there. Small files are kept in memory, with their gzip form, until they change.
public struct StaticFiles: Sendable {
    /// Put on every answer that carries a file, such as Cache-Control.
    public var fields: HTTPFields = [:]
    /// The folder's path without links.
    private let root: String
    private let kept = KeptFiles()

    /// - Throws: ``StaticFilesError`` when the folder is not there or cannot be read.
    public init(folder: String) throws(StaticFilesError) {
        guard let resolved = realpath(folder, nil) else {
            throw StaticFilesError("The folder \(folder) can't be served: \(systemError()). Name one that is there.")
        }
        root = String(cString: resolved)
        free(resolved)
        guard let status = FileStatus(root), status.isFolder, access(root, R_OK | X_OK) == 0 else {
            throw StaticFilesError("\(folder) is not a folder that can be read. Name one that is.")
        }
    }

    /// Answers GET and HEAD by the request's path.
    public var handler: Handler {
        { request, responder in responder.send(response(to: request)) }
    }

    private func response(to request: Request) -> Response {
        guard request.method == .get || request.method == .head else {
            let allow = "GET, HEAD, OPTIONS"
            return Problem(.methodNotAllowed, "The methods allowed here are \(allow).", fields: [.allow: allow])
                .response()
        }
        let rawPath = request.rawPath
        guard let name = Self.name(rawPath), let file = file(name) else {
            return Problem(.notFound, "There is nothing at this path.").response()
        }
        if file.status.isFolder {
            guard self.file(name + "/index.html") != nil else {
                return Problem(.notFound, "There is nothing at this path.").response()
            }
            let query = request.rawQuery.map { "?\($0)" } ?? ""
            return Response(.permanentRedirect, fields: [.location: "\(rawPath)/\(query)"])
        }
        return response(file)
    }

    /// The file's name below the folder that a path means; nil when it can't mean one.
    static func name(_ rawPath: String) -> String? {
        var names: [String] = []
        var parts = rawPath.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.first?.isEmpty == true, parts.count > 1 else { return nil }
        parts.removeFirst()
        for (index, part) in parts.enumerated() {
            if part.isEmpty, index == parts.count - 1 {
                names.append("index.html")
                continue
            }
            // After decoding: an encoded slash or NUL is in no file's name, and dots are dots.
            guard let name = percentDecoded(bytes: part), !name.isEmpty, !name.hasPrefix("."),
                !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0)
            else { return nil }
            names.append(name)
        }
        return names.joined(separator: "/")
    }

    // MARK: Files

    private struct Found {
        let path: String
        let status: FileStatus
    }

    /// A file or folder below the folder, when it is there and its path, without links, stays there.
    private func file(_ name: String) -> Found? {
        guard let resolved = realpath("\(root)/\(name)", nil) else { return nil }
        defer { free(resolved) }
        let path = String(cString: resolved)
        let prefix = root == "/" ? root : root + "/"
        guard path.hasPrefix(prefix), !path.dropFirst(prefix.count - 1).contains("/."),
            let status = FileStatus(path), status.isFile || status.isFolder
        else { return nil }
        return Found(path: path, status: status)
    }

    private func response(_ file: Found) -> Response {
        let status = file.status
        var response = Response(
            contentType: MediaType.of(file.path), entityTag: status.tag, lastModified: status.modified, fields: fields)
        response.acceptsRanges = true
        if let (plain, gzip) = kept.content(file.path, status) {
            response.body = .bytes(plain)
            response.gzipBody = gzip
            return response
        }
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT || errno == ELOOP
            return Problem(isMissing ? .notFound : .forbidden, "The file can't be read.").response()
        }
        let region = FileRegion(adopting: descriptor, count: status.size)
        // What was opened may be another file than what was looked at.
        guard FileStatus(descriptor: descriptor)?.tag == status.tag else {
            return Problem(.serviceUnavailable, "The file is being changed.", fields: [.retryAfter: "1"]).response()
        }
        response.body = .file(region)
        if status.size <= KeptFiles.largest, let plain = Self.read(region) {
            let isText = isText(contentType: response.contentType ?? "")
            let gzip =
                isText && plain.count >= AnswerWriter.leastCompressed ? Gzip.compressed(plain.content) : nil
            kept.keep(file.path, status, plain, gzip)
            response.body = .bytes(plain)
            response.gzipBody = gzip
        }
        return response
    }

    private static func read(_ region: FileRegion) -> ByteStorage? {
        let base = allocate(ByteStorage.usualHeadroom + region.count)
        let storage = ByteStorage(adopting: base, headroom: ByteStorage.usualHeadroom, count: region.count)
        var count = 0
        while count < region.count {
            let start = base + ByteStorage.usualHeadroom + count
            let more = pread(region.file.descriptor, start, region.count - count, off_t(count))
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { return nil }
            count += more
        }
        return storage
    }
}

/// Small files in memory, as they were when they had a certain status.
private final class KeptFiles: Sendable {
    /// Larger files are sent from the page cache.
    static let largest = 256 * 1024
    /// Bytes of all that is kept.
    private static let limit = 16 * 1024 * 1024

    private struct Content {
        let tag: String
        let plain: ByteStorage
        let gzip: ByteStorage?
    }

    private struct Kept {
        var contents: [String: Content] = [:]
        var bytes = 0
    }

    private let kept = Locked(Kept())

    func content(_ path: String, _ status: FileStatus) -> (ByteStorage, ByteStorage?)? {
        kept.withLock { kept in
            guard let content = kept.contents[path], content.tag == status.tag else { return nil }
            return (content.plain, content.gzip)
        }
    }

    func keep(_ path: String, _ status: FileStatus, _ plain: ByteStorage, _ gzip: ByteStorage?) {
        kept.withLock { kept in
            // A folder that changes so much that this happens has little use for it.
            if kept.bytes > Self.limit { kept = Kept() }
            if let old = kept.contents[path] { kept.bytes -= old.plain.count + (old.gzip?.count ?? 0) }
            kept.contents[path] = Content(tag: status.tag, plain: plain, gzip: gzip)
            kept.bytes += plain.count + (gzip?.count ?? 0)
        }
    }
}

/// What the system says of a file.
private struct FileStatus {
    let isFile: Bool
    let isFolder: Bool
    let size: Int
    /// Seconds since 1970.
    let modified: Int
    /// Another one after every change of the content, as far as the file system tells.
    let tag: String

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        isFile = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        size = Int(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        modified = Int(time.tv_sec)
        tag = [UInt64(size), UInt64(status.st_ino), UInt64(bitPattern: Int64(time.tv_sec)), UInt64(time.tv_nsec)]
            .map { String($0, radix: 36) }.joined(separator: "-")
    }
}

/// Why a folder cannot be served, in one line that says what to do.
public struct StaticFilesError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
