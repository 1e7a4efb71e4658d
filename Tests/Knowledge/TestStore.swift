import Foundation
import Knowledge
import Store

/// A store on a real file in a folder of its own, with the project's own migrations.
final class TestStore {
    let store: Store
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "sourcebook-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        store = try Store(
            path: "\(folder)/test.db", migrations: Migrations(folder: root.appendingPathComponent("Migrations").path),
            readers: 1)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Posts `json` to `resource`; returns the record as it is then.
    @discardableResult
    func create(_ resource: String, _ json: String) throws -> JSON {
        let body = try JSONReader.read(json)
        let id = try store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.create(Self.resource(resource), body)
        }
        return try item(resource, String(id))
    }

    @discardableResult
    func patch(_ resource: String, _ reference: String, _ json: String) throws -> JSON {
        let body = try JSONReader.read(json)
        let id = try store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.patch(Self.resource(resource), reference, body)
        }
        return try item(resource, String(id))
    }

    func delete(_ resource: String, _ reference: String) throws {
        try store.writeAndWait { try Writing($0).delete(Self.resource(resource), reference) }
    }

    func item(_ resource: String, _ reference: String, include: String? = nil) throws -> JSON {
        try store.read { connection in
            let parameters =
                include.map {
                    [
                        ListQuery.Parameter(
                            name: "include", value: $0, alternatives: $0.split(separator: ",").map(String.init))
                    ]
                } ?? []
            let kind = try Self.resource(resource)
            return try JSONReader.read(
                Reading(connection).item(kind, reference, Reading.Shape(kind, parameters)).string)
        }
    }

    /// A list, with parameters as in `kind=direct&limit=2`.
    func list(_ resource: String, _ query: String = "") throws -> JSON {
        try store.read { connection in
            let parameters = query.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1)
                let value = parts.count > 1 ? String(parts[1]) : ""
                return ListQuery.Parameter(
                    name: String(parts[0]), value: value, alternatives: value.split(separator: ",").map(String.init))
            }
            var json = JSONBuffer()
            let rest = query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.joined(separator: "&")
            _ = try Reading(connection).list(
                ListQuery(Self.resource(resource), parameters), path: "/list", parameters: rest, into: &json)
            return try JSONReader.read(json.string)
        }
    }

    /// The faults that `body` is refused with, `pointer detail` each; empty where it is not refused so.
    func faults(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch KnowledgeError.invalid(let faults) {
            return faults.map { "\($0.pointer) \($0.detail)" }
        } catch {
            return ["\(error)"]
        }
    }

    static func resource(_ name: String) throws -> Resource {
        guard let resource = Catalog.resource(name) else { throw KnowledgeError.notFound(name) }
        return resource
    }
}

extension JSON {
    /// The strings of an array of them.
    var strings: [String] { array?.compactMap(\.string) ?? [] }

    /// The member `name` of each object of an array.
    func each(_ name: String) -> [JSON] { array?.map { $0[name] ?? .null } ?? [] }
}
