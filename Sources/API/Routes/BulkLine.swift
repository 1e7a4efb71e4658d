internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// The lines of a bulk, while they come.
struct BulkLines {
    private var rest: [UInt8] = []
    private var waiting: [BulkLine] = []
    /// How many lines there have been, empty ones among them.
    private var number = 0

    var isEmpty: Bool { waiting.isEmpty }
    /// The number of the line that would be taken next.
    var next: Int { waiting.first?.number ?? number + 1 }

    mutating func append(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            add(rest.isEmpty ? Array(bytes[..<end]) : rest + bytes[..<end])
            rest = []
            bytes = bytes[(end + 1)...]
        }
        rest += bytes
    }

    /// The last line needs no end.
    mutating func end() {
        if !rest.isEmpty { add(rest) }
        rest = []
    }

    /// Those that are empty are none.
    private mutating func add(_ line: [UInt8]) {
        number += 1
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
        waiting.append(BulkLine(number: number, bytes: line))
    }

    /// Takes the next lines that are whole.
    mutating func take(_ count: Int) -> [BulkLine] {
        let taken = Array(waiting.prefix(count))
        waiting.removeFirst(taken.count)
        return taken
    }
}

/// One line of a bulk.
struct BulkLine: Sendable {
    /// 1 for the first line of the body.
    let number: Int
    let bytes: [UInt8]

    func answer(_ connection: Connection, _ author: Author) throws -> [UInt8] {
        guard case .object(var object) = try JSONReader.read(bytes) else {
            throw KnowledgeError.invalid([Fault("", "must be an object")])
        }
        let known = Catalog.served.map(\.name)
        guard let name = object["resource"]?.string, known.contains(name), let resource = Catalog.resource(name) else {
            throw KnowledgeError.invalid([Fault("/resource", "must be one of \(known.joined(separator: ", "))")])
        }
        var writing = Writing(connection, by: author)
        guard let action = object["action"] else {
            object["resource"] = nil
            return try done(201, resource, writing.create(resource, .object(object)), connection)
        }
        if let other = object.members.first(where: { !["action", "resource", "ref", "body"].contains($0.name) }) {
            throw KnowledgeError.invalid([
                Fault("/\(other.name)", "is not known here: with an action go resource, ref and body")
            ])
        }
        func reference() throws -> String {
            if let id = object["ref"]?.integer { return String(id) }
            guard let reference = object["ref"]?.string else {
                throw KnowledgeError.invalid([Fault("/ref", "must be an id or a slug")])
            }
            return reference
        }
        func body() throws -> JSON {
            guard let body = object["body"] else { throw KnowledgeError.invalid([Fault("/body", "is required")]) }
            return body
        }
        switch action.string {
        case "create": return try done(201, resource, writing.create(resource, body()), connection)
        case "update": return try done(200, resource, writing.patch(resource, reference(), body()), connection)
        case "delete":
            let id = try Reading(connection).requiredID(of: reference(), in: resource)
            try writing.delete(resource, String(id))
            return try done(204, resource, id, connection)
        default: throw KnowledgeError.invalid([Fault("/action", "must be one of create, update, delete")])
        }
    }

    /// `{"line":1,"status":201,"resource":"topics","id":7,"slug":"water","revision":1}`
    private func done(_ status: Int, _ resource: Resource, _ id: Int, _ connection: Connection) throws -> [UInt8] {
        var json = JSONBuffer(capacity: 256)
        begin(status, &json)
        json.key("resource")
        json.string(resource.name)
        json.key("id")
        json.integer(id)
        if let written = try Reading(connection).version(of: id, in: resource) {
            if let slug = written.slug {
                json.key("slug")
                json.string(slug)
            }
            json.key("revision")
            json.integer(written.revision)
        }
        return end(&json)
    }

    /// `{"line":2,"status":422,"detail":…,"errors":[…]}`
    func refusal(_ problem: Problem) -> [UInt8] {
        var json = JSONBuffer(capacity: 512)
        begin(problem.status.code, &json)
        json.key("detail")
        json.string(problem.detail ?? problem.title)
        if !problem.errors.isEmpty {
            json.key("errors")
            json.openArray()
            for error in problem.errors {
                json.comma()
                json.value(["pointer": .string(error.pointer), "detail": .string(error.detail)])
            }
            json.closeArray()
        }
        return end(&json)
    }

    /// Why nothing was done, since this line could not be.
    func refusalOfAll(_ problem: Problem) -> Problem {
        var problem = problem
        problem.detail = "Line \(number): \(problem.detail ?? problem.title). Nothing was changed"
        problem.members.append(("line", String(number)))
        return problem
    }

    private func begin(_ status: Int, _ json: inout JSONBuffer) {
        json.open()
        json.key("line")
        json.integer(number)
        json.key("status")
        json.integer(status)
    }

    private func end(_ json: inout JSONBuffer) -> [UInt8] {
        json.close()
        json.byte(UInt8(ascii: "\n"))
        return json.withBytes { Array($0) }
    }
}
