internal import Dispatch
internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Importing
internal import Knowledge
internal import Logging
internal import Store

/// Reads what was given to be read, one after the other, beside what is served.
///
/// Where an import is, the database says: what was on its way when the server stopped goes on when it starts.
final class ImportQueue: Sendable {
    /// How many may wait; one more is refused.
    static let waitingLimit = 100

    private struct State {
        /// The imports that were handed over and have not ended, each with whether it is to be ended.
        var pending: [Int: Bool] = [:]
        var isClosed = false
    }

    private let store: Store
    private let fetch: Fetch
    private let logger: Logger
    private let state = Locked(State())
    /// Blocks while it fetches: a queue of its own, which has a thread of its own then.
    private let queue = DispatchQueue(label: "sourcebook.imports", qos: .utility)
    /// One connection, used on `queue` alone.
    private let reader = Locked<Reader?>(nil)

    init(_ store: Store, _ fetch: Fetch, _ logger: Logger) {
        self.store = store
        self.fetch = fetch
        self.logger = logger
    }

    /// Goes on with what was on its way.
    func start() throws {
        for id in try read({ try $0.pendingImports() }) { submit(id) }
    }

    /// Ends after the step that is being done; the rest is done after the next start.
    func close() { state.withLock { $0.isClosed = true } }

    /// Waits until the step that was being done when it was closed has ended.
    func waitUntilClosed() { queue.sync {} }

    /// Whether one more may wait.
    var hasRoom: Bool { state.withLock { $0.pending.count < Self.waitingLimit } }

    func submit(_ id: Int) {
        state.withLock { $0.pending[id] = false }
        queue.async {
            if !self.isEnded(id) { self.run(id) }
            self.state.withLock { $0.pending[id] = nil }
        }
    }

    /// Ends an import that waits or is being fetched.
    func cancel(_ id: Int) {
        state.withLock { if $0.pending[id] != nil { $0.pending[id] = true } }
    }

    private func isEnded(_ id: Int) -> Bool { state.withLock { $0.isClosed || $0.pending[id] == true } }

    private func read<T>(_ body: (Reading) throws -> T) throws -> T {
        try reader.withLock { reader in
            let open = try reader ?? store.openReader()
            reader = open
            return try open.read { try body(Reading($0)) }
        }
    }

    private func write<T: Sendable>(_ body: @escaping @Sendable (inout Writing) throws -> T, by: String) throws -> T {
        try store.writeAndWait { connection in
            var writing = Writing(connection, by: Author(name: by, note: "Import"))
            let result = try body(&writing)
            try FigureKeeping(connection).catchUp()
            try PeopleKeeping(connection).catchUp()
            return result
        }
    }

    // MARK: One import

    private func run(_ id: Int) {
        do {
            guard let pending = try read({ try $0.pendingImport(id) }) else { return }
            do {
                try run(pending)
            } catch let error as Failure where error == .ended {
                return
            } catch {
                let sentence = sentence(of: error, id)
                _ = try write(
                    { try $0.follow(import: id, status: "failed", ["detail": .text(sentence)]) }, by: pending.by)
            }
        } catch {
            logger.error("An import could not be written down", metadata: ["import": "\(id)", "error": "\(error)"])
        }
    }

    private enum Failure: Error {
        case ended
    }

    private func step(_ pending: PendingImport, _ status: String, _ columns: [String: Value] = [:]) throws {
        let goesOn = try write({ try $0.follow(import: pending.id, status: status, columns) }, by: pending.by)
        if !goesOn || isEnded(pending.id) { throw Failure.ended }
    }

    private func run(_ pending: PendingImport) throws {
        let document = try document(of: pending)
        try step(pending, "reading", ["form": .text(document.form.rawValue)])
        let article = try document.read(title: pending.given["title"]?.string)
        let fields = try ImportedFields.fields(of: article, given: pending.given)
        let kept = try keep(fields, article.warnings.map(\.sentence), pending)
        try step(pending, "proposing", ["article": Value(kept)])
        // An edit while this is going on makes it begin again: positions count in the text as it is.
        for _ in 1...Self.attempts {
            let text = try read { try $0.articleText(String(kept)) }
            let record = try read { reading in
                try reading.item(Catalog.articles, String(kept)).withBytes { try JSONReader.read($0) }
            }
            let found = FoundInText(
                text, language: record.text("language"), publishedOn: record.text("published_on"))
            let isWhole = try write(
                { writing in
                    guard try writing.isText(text, ofArticle: kept) else { return false }
                    _ = try writing.propose(found, for: kept, from: pending.id)
                    return try writing.follow(import: pending.id, status: "done")
                }, by: pending.by)
            if isWhole { return }
        }
        throw ImportError("The article \(kept) was edited each time that it was read: send it again")
    }

    private static let attempts = 5

    /// The document, fetched where only its address was given.
    private func document(of pending: PendingImport) throws -> ReadDocument {
        if let source = pending.source, let kept = try read({ try $0.importSource(source) }) {
            return try ReadDocument(
                bytes: Gzip.expanded(kept.gzip, size: kept.size), mediaType: kept.mediaType, form: pending.form,
                url: pending.url)
        }
        guard let url = pending.url else { throw ImportError("There is neither a document nor an address") }
        try step(pending, "fetching")
        let fetched = try fetch.fetch(url) { self.isEnded(pending.id) }
        if isEnded(pending.id) { throw Failure.ended }
        let source = ImportSource(fetched.bytes, mediaType: fetched.contentType)
        let retrieved = Store.time(fetched.retrievedAt)
        let goesOn = try write(
            {
                try $0.follow(
                    import: pending.id, status: "fetching",
                    ["final_url": .text(fetched.url), "retrieved_at": .text(retrieved)], source: source)
            }, by: pending.by)
        if !goesOn { throw Failure.ended }
        return try ReadDocument(
            bytes: fetched.bytes, mediaType: fetched.contentType, form: nil, url: fetched.url)
    }

    /// The article that was read, made; or the one that is there already, as it is. Returns its id.
    private func keep(_ fields: JSONObject, _ warnings: [String], _ pending: PendingImport) throws -> Int {
        try write(
            { writing in
                func note(_ id: Int, _ warnings: [String]) throws -> Int {
                    let list = JSON.array(warnings.map(JSON.string)).text
                    try writing.follow(
                        import: pending.id, status: "reading", ["article": Value(id), "warnings": .text(list)])
                    return id
                }
                let addresses = [fields["url"]?.string, pending.url].compactMap { $0 }
                for address in addresses {
                    if let id = try writing.articleID(at: address) {
                        return try note(
                            id,
                            warnings + [
                                "The article was here before and stays as it is: only what is new is proposed"
                            ])
                    }
                }
                return try note(try writing.create(Catalog.articles, .object(fields)), warnings)
            }, by: pending.by)
    }

    // MARK: Looking again

    /// Fetches an article's address again and tells what has changed there.
    ///
    /// - Parameter completion: is called on the queue, with the report.
    func recheck(_ article: Int, by: String, completion: @escaping @Sendable (Result<JSON, any Error>) -> Void) {
        queue.async { completion(Result { try self.recheck(article, by: by) }) }
    }

    private func recheck(_ article: Int, by: String) throws -> JSON {
        let (record, base, kept) = try read { reading in
            let record = try reading.item(Catalog.articles, String(article)).withBytes { try JSONReader.read($0) }
            let base = try reading.sourceBase(of: article)
            return (record, base, try base.flatMap { try reading.importSource($0.sha256) })
        }
        guard let url = record.text("url") else {
            throw KnowledgeError.conflict("The article \(article) has no url to be looked at", path: nil)
        }
        let fetched: Fetched
        do {
            fetched = try fetch.fetch(url) { self.state.withLock { $0.isClosed } }
        } catch {
            throw Problem(.badGateway, error.localizedDescription)
        }
        let source = ImportSource(fetched.bytes, mediaType: fetched.contentType)
        let after = try Self.text(of: fetched.bytes, fetched.contentType, fetched.url)
        var before = after
        if let kept {
            before = try Self.text(of: Gzip.expanded(kept.gzip, size: kept.size), kept.mediaType, url)
        }
        let now = Store.time(fetched.retrievedAt)
        let check = SourceCheck(
            article: article, checkedAt: now, finalURL: fetched.url, sha256: source.sha256,
            base: base?.sha256 ?? source.sha256, baseAt: base?.at ?? now, before: before, after: after)
        return try write({ try $0.write(check, source: source) }, by: by)
    }

    private static func text(of bytes: [UInt8], _ mediaType: String?, _ url: String) throws -> String {
        do {
            let body = try ReadDocument(bytes: bytes, mediaType: mediaType, form: nil, url: url).read().body
            return ArticleText(body: body).text
        } catch let error as ImportError {
            throw Problem(.badGateway, error.sentence)
        } catch let error as ImportingError {
            throw Problem(.badGateway, error.localizedDescription)
        }
    }

    /// Looks at each article's address again so often, one every ten seconds at the most.
    func recheck(every seconds: TimeInterval) {
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in
            guard let self, !self.state.withLock({ $0.isClosed }) else { return }
            let before = Store.time(Date.now.addingTimeInterval(-seconds))
            if let article = try? self.read({ try $0.articleToCheck(before: before) }) {
                do {
                    _ = try self.recheck(article, by: "recheck")
                } catch {
                    self.logger.notice(
                        "An article's address could not be looked at",
                        metadata: ["article": "\(article)", "error": "\(error.localizedDescription)"])
                    try? self.postpone(article)
                }
            }
            self.recheck(every: seconds)
        }
    }

    private static let pause = DispatchTimeInterval.seconds(10)

    /// One that can't be fetched is not tried again before its time.
    private func postpone(_ article: Int) throws {
        let base = try read { try $0.sourceBase(of: article) }
        let now = Store.now()
        try write({ try $0.postponeCheck(of: article, base: base, now) }, by: "recheck")
    }

    private func sentence(of error: any Error, _ id: Int) -> String {
        switch error {
        case let error as ImportError: return error.sentence
        case let error as KnowledgeError: return error.localizedDescription
        case let error as FetchError: return error.localizedDescription
        case let error as ImportingError: return error.localizedDescription
        default:
            logger.error("An import failed", metadata: ["import": "\(id)", "error": "\(error)"])
            return "Internal error: see the log"
        }
    }
}

/// Why an import ends without an article.
struct ImportError: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension ImportSource {
    init(_ bytes: [UInt8], mediaType: String?) {
        let gzip = bytes.withUnsafeBytes { Gzip.compressed($0).withUnsafeBytes { Array($0) } }
        self.init(sha256: Checksum.sha256(bytes), mediaType: mediaType, size: bytes.count, gzip: gzip)
    }
}
