internal import HTTPTypes

/// The patterns of all routes as a tree of segments.
struct RouteTree: Sendable {
    /// A set of methods.
    struct Methods: OptionSet, Sendable {
        let rawValue: UInt16

        init(rawValue: UInt16) { self.rawValue = rawValue }
        init(_ method: RequestHead.Method) { rawValue = 1 << UInt16(method.rawValue) }

        /// The value of Allow: with HEAD where there is GET, and OPTIONS always.
        var allow: String {
            var names: [String] = []
            for method in [RequestHead.Method.get, .head, .post, .put, .patch, .delete, .options] {
                let isThere =
                    contains(Methods(method)) || method == .options || (method == .head && contains(Methods(.get)))
                if isThere { names.append(method.httpMethod.rawValue) }
            }
            return names.joined(separator: ", ")
        }
    }

    struct Match {
        /// The index of the route, if one has the method.
        var route: Int?
        /// The segments that stand for parameters, and how many bytes of suffix each ends with.
        var parameters: [(segment: Int, suffix: Int)] = []
        /// The methods of all patterns that match the path.
        var methods: Methods = []
    }

    private struct Node: Sendable {
        var literals: [(text: [UInt8], node: Int)] = []
        /// Longest first.
        var suffixes: [(text: [UInt8], node: Int)] = []
        var plain: Int?
        /// The routes that end here, by method.
        var routes: [(method: RequestHead.Method, route: Int)] = []
    }

    private var nodes = [Node()]

    init(_ routes: [Route]) {
        for (index, route) in routes.enumerated() {
            guard let method = RequestHead.Method(route.method) else {
                preconditionFailure("\(route.method) \(route.pattern): no route can have this method")
            }
            precondition(route.pattern.hasPrefix("/"), "\(route.pattern): a pattern starts with /")
            var node = 0
            for segment in Array(route.pattern.utf8).dropFirst().split(
                separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            {
                node = child(of: node, segment)
            }
            let isNew = !nodes[node].routes.contains { $0.method == method }
            precondition(isNew, "\(route.method) \(route.pattern): there is such a route already")
            nodes[node].routes.append((method, index))
        }
    }

    private mutating func child(of node: Int, _ segment: ArraySlice<UInt8>) -> Int {
        if segment.first == UInt8(ascii: "{") {
            guard let close = segment.firstIndex(of: UInt8(ascii: "}")) else {
                preconditionFailure("\(String(decoding: segment, as: UTF8.self)): a parameter ends with }")
            }
            let suffix = Array(segment[(close + 1)...])
            if suffix.isEmpty {
                if nodes[node].plain == nil { nodes[node].plain = add() }
                return nodes[node].plain ?? node
            }
            if let known = nodes[node].suffixes.first(where: { $0.text == suffix }) { return known.node }
            let fresh = add()
            nodes[node].suffixes.append((suffix, fresh))
            nodes[node].suffixes.sort { $0.text.count > $1.text.count }
            return fresh
        }
        if let known = nodes[node].literals.first(where: { $0.text.elementsEqual(segment) }) { return known.node }
        let fresh = add()
        nodes[node].literals.append((Array(segment), fresh))
        return fresh
    }

    private mutating func add() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    /// The segments of a path, still percent-encoded: an encoded slash separates nothing.
    static func segments(_ path: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
        var segments: [UnsafeRawBufferPointer] = []
        guard path.count > 0, path[0] == UInt8(ascii: "/") else { return segments }
        var start = 1
        for index in 1...path.count where index == path.count || path[index] == UInt8(ascii: "/") {
            segments.append(path.part(start, index))
            start = index + 1
        }
        return segments
    }

    /// Finds the first route of a method, in the order of precedence, and the methods of all patterns that match.
    func match(_ segments: [UnsafeRawBufferPointer], _ method: RequestHead.Method) -> Match {
        var match = Match()
        var path: [(segment: Int, suffix: Int)] = []
        guard !segments.isEmpty else { return match }
        visit(0, 0, segments, method, &path, &match)
        return match
    }

    private func visit(
        _ node: Int, _ depth: Int, _ segments: [UnsafeRawBufferPointer], _ method: RequestHead.Method,
        _ path: inout [(segment: Int, suffix: Int)], _ match: inout Match
    ) {
        if depth == segments.count {
            for (known, route) in nodes[node].routes {
                match.methods.insert(Methods(known))
                // An own route for HEAD comes before GET's.
                if known == method || (method == .head && known == .get && match.route == nil) {
                    match.route = route
                    match.parameters = path
                }
            }
            return
        }
        let segment = segments[depth]
        for (text, next) in nodes[node].literals where Self.equals(segment, text) {
            visit(next, depth + 1, segments, method, &path, &match)
            if match.route != nil { return }
        }
        for (text, next) in nodes[node].suffixes where segment.count > text.count {
            guard segment.part(segment.count - text.count, segment.count).elementsEqual(text) else { continue }
            let before = match.methods
            match.methods = []
            path.append((depth, text.count))
            visit(next, depth + 1, segments, method, &path, &match)
            path.removeLast()
            // A path that ends so is of this pattern, whatever the method: another's parameter is not to take the suffix in.
            let isMatched = !match.methods.isEmpty
            match.methods.formUnion(before)
            if isMatched { return }
        }
        if let next = nodes[node].plain, segment.count > 0 {
            path.append((depth, 0))
            visit(next, depth + 1, segments, method, &path, &match)
            path.removeLast()
        }
    }

    /// Whether a segment, as sent, is a literal: `%61` is `a` (RFC 3986 §6.2.2.2).
    private static func equals(_ segment: UnsafeRawBufferPointer, _ literal: [UInt8]) -> Bool {
        if segment.count == literal.count { return segment.elementsEqual(literal) }
        guard segment.count > literal.count, segment.contains(UInt8(ascii: "%")) else { return false }
        return percentDecoded(bytes: segment).map { $0.utf8.elementsEqual(literal) } ?? false
    }
}
