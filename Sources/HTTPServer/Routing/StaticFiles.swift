public import HTTPTypes

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Serves the files of one folder, and nothing outside it.
///
/// A path that ends with `/` is its folder's index.html. Links are followed as long as they stay in the folder; names
/// that begin with a dot are not there. Small files are kept in memory, with their gzip form, until they change. A change
/// of a file is seen at once, one of the links that lead to it within a second.
public struct StaticFiles: Sendable {
    /// Put on every answer that carries a file, such as Cache-Control.
    public var fields: HTTPFields = [:]
    /// The folder's path without links.
    private let root: String
    let kept: KeptFiles

    /// - Throws: ``StaticFilesError`` when the folder is not there or cannot be read.
    public init(folder: String, limits: Limits = Limits()) throws(StaticFilesError) {
        kept = KeptFiles(limits)
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
        let now = Clock.nanoseconds()
        // Where the path leads was looked up a moment ago: only what is there now has still to be seen.
        if let path = kept.path(of: rawPath, now: now), let status = FileStatus(path), status.isFile {
            return response(Found(path: path, status: status))
        }
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
        kept.keep(path: file.path, of: rawPath, now: now)
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
        if let content = kept.content(file.path, status) { return response(content, status) }
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT || errno == ELOOP
            return Problem(isMissing ? .notFound : .forbidden, "The file can't be read.").response()
        }
        let region = FileRegion(adopting: descriptor, count: status.size)
        // What was opened may be another file than what was looked at.
        guard FileStatus(descriptor: descriptor) == status else {
            return Problem(.serviceUnavailable, "The file is being changed.", fields: [.retryAfter: "1"]).response()
        }
        let type = MediaType.of(file.path)
        guard status.size <= kept.largest, let plain = Self.read(region) else {
            var response = Response(
                contentType: type, entityTag: status.tag, lastModified: status.modified, fields: fields,
                body: .file(region))
            response.acceptsRanges = true
            return response
        }
        let isWorthCompressing = isText(contentType: type) && plain.count >= AnswerWriter.leastCompressed
        let content = KeptFiles.Content(
            status: status, type: type, tag: status.tag, plain: plain,
            gzip: isWorthCompressing ? Gzip.compressed(plain.content) : nil)
        // A file that was changed just now may be changed once more within the same tick of the file system's clock.
        if Clock.seconds() - status.modified > 1 { kept.keep(content, file.path) }
        return response(content, status)
    }

    private func response(_ content: KeptFiles.Content, _ status: FileStatus) -> Response {
        var response = Response(
            contentType: content.type, entityTag: content.tag, lastModified: status.modified, fields: fields,
            body: .bytes(content.plain))
        response.gzipBody = content.gzip
        response.acceptsRanges = true
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

/// Small files in memory, as they were when they had a certain status, and where paths lead.
final class KeptFiles: Sendable {
    struct Content: Sendable {
        let status: FileStatus
        let type: String
        let tag: String
        let plain: ByteStorage
        let gzip: ByteStorage?

        var bytes: Int { plain.count + (gzip?.count ?? 0) }
    }

    private struct Kept {
        /// By the file's path without links.
        var contents: [String: Content] = [:]
        var bytes = 0
        /// By the path of the request, with when it was looked up.
        var paths: [String: (path: String, since: UInt64)] = [:]
    }

    private static let second: UInt64 = 1_000_000_000

    private let kept = Locked(Kept())
    private let limits: Limits

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Bytes of the largest file that is kept.
    var largest: Int { limits.keptFileBytes }

    /// Bytes of all that is kept, and how many paths are known.
    var counts: (bytes: Int, paths: Int) { kept.withLock { ($0.bytes, $0.paths.count) } }

    /// The file that a request's path led to within the last second.
    func path(of rawPath: String, now: UInt64) -> String? {
        kept.withLock { kept in
            guard let (path, since) = kept.paths[rawPath], now &- since < Self.second else { return nil }
            return path
        }
    }

    func keep(path: String, of rawPath: String, now: UInt64) {
        kept.withLock { kept in
            if kept.paths.count >= limits.keptPaths, kept.paths[rawPath] == nil { kept.paths = [:] }
            kept.paths[rawPath] = (path, now)
        }
    }

    func content(_ path: String, _ status: FileStatus) -> Content? {
        kept.withLock { kept in
            guard let content = kept.contents[path], content.status == status else { return nil }
            return content
        }
    }

    func keep(_ content: Content, _ path: String) {
        kept.withLock { kept in
            if let old = kept.contents.removeValue(forKey: path) { kept.bytes -= old.bytes }
            // A folder that changes so much that this happens has little use for it.
            if kept.bytes + content.bytes > limits.keptFilesBytes { kept = Kept(paths: kept.paths) }
            guard content.bytes <= limits.keptFilesBytes else { return }
            kept.contents[path] = content
            kept.bytes += content.bytes
        }
    }
}

/// What the system says of a file. After every change of the content it is another one, as far as the file system tells.
struct FileStatus: Sendable, Equatable {
    let isFile: Bool
    let isFolder: Bool
    let size: Int
    /// Seconds since 1970.
    let modified: Int
    private let nanoseconds: Int
    private let node: UInt64

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
        nanoseconds = Int(time.tv_nsec)
        node = UInt64(status.st_ino)
    }

    /// An entity tag that is another one when the status is.
    var tag: String {
        [UInt64(size), node, UInt64(bitPattern: Int64(modified)), UInt64(nanoseconds)]
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
