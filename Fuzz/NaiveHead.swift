import Foundation

@testable import HTTPServer

/// Reads a head line by line and collects everything that is wrong with it: slow, and written from RFC 9112 and
/// Docs/http.md alone.
struct NaiveHead {
    enum Verdict {
        /// No empty line has come.
        case incomplete
        case complete(NaiveHead, count: Int)
        /// Every status with which it may be refused.
        case refused(Set<Int>)
    }

    var method = ""
    var minorVersion = 1
    var target: [UInt8] = []
    var isAsterisk = false
    var isForHTTPS = false
    var fields: [(name: [UInt8], value: [UInt8])] = []
    var framing = RequestHead.Framing.none
    var keepsAlive = true
    var expectsContinue = false

    private var faults: Set<Int> = []
    /// The fields' names in small letters.
    private var names: [String] = []

    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]

    static func read(_ bytes: [UInt8], _ limits: Limits) -> Verdict {
        var position = bytes.starts(with: [13, 10]) ? 2 : 0
        var lines: [[UInt8]] = []
        while true {
            guard let end = lineEnd(bytes, from: position) else { return .incomplete }
            let line = Array(bytes[position..<end])
            position = end + 2
            if line.isEmpty, !lines.isEmpty { break }
            lines.append(line)
        }
        var head = NaiveHead()
        if position > limits.headBytes { head.faults.insert(431) }
        head.readRequestLine(lines[0], limits)
        for line in lines.dropFirst() {
            guard let field = field(line) else {
                head.faults.insert(400)
                continue
            }
            head.fields.append(field)
            head.names.append(lowercased(field.name))
        }
        if head.fields.count > limits.fieldCount { head.faults.insert(431) }
        head.understand(limits)
        return head.faults.isEmpty ? .complete(head, count: position) : .refused(head.faults)
    }

    /// `field-name ":" OWS field-value OWS`.
    static func field(_ line: [UInt8]) -> (name: [UInt8], value: [UInt8])? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(isTokenByte),
            line[(colon + 1)...].allSatisfy(isValueByte)
        else { return nil }
        return (Array(line[..<colon]), trimmed(line[(colon + 1)...]))
    }

    /// The values of a field, in order.
    func values(_ name: String) -> [[UInt8]] {
        zip(names, fields).filter { $0.0 == name }.map(\.1.value)
    }

    private mutating func readRequestLine(_ line: [UInt8], _ limits: Limits) {
        if line.count > limits.requestLineBytes { faults.insert(414) }
        let words = parts(line, at: " ")
        guard words.count == 3 else {
            faults.insert(400)
            // Of what is no request line the first word alone may be refused: for its length.
            if words[0].count > limits.methodBytes { faults.insert(501) }
            return
        }
        method = String(decoding: words[0], as: UTF8.self)
        if words[0].isEmpty || !words[0].allSatisfy(isTokenByte) { faults.insert(400) }
        if words[0].count > limits.methodBytes || !Self.methods.contains(method) { faults.insert(501) }
        target = words[1]
        if target.isEmpty || !Self.isTarget(target) { faults.insert(400) }
        let version = words[2]
        guard version.count == 8, version.starts(with: "HTTP/".utf8), version[6] == UInt8(ascii: "."),
            isOne(version[5], of: "0123456789"), isOne(version[7], of: "0123456789")
        else {
            faults.insert(400)
            return
        }
        guard version.elementsEqual("HTTP/1.0".utf8) || version.elementsEqual("HTTP/1.1".utf8) else {
            faults.insert(505)
            return
        }
        minorVersion = version[7] == UInt8(ascii: "1") ? 1 : 0
    }

    private static func isTarget(_ target: [UInt8]) -> Bool {
        for (index, byte) in target.enumerated() {
            if byte <= 32 || byte >= 127 || byte == UInt8(ascii: "#") { return false }
            if byte == UInt8(ascii: "%") {
                let escape = target[(index + 1)...].prefix(2)
                if escape.count < 2 || !escape.allSatisfy(isHexadecimal) { return false }
            }
        }
        return true
    }

    private mutating func understand(_ limits: Limits) {
        let hosts = values("host")
        if hosts.count > 1 || (hosts.isEmpty && minorVersion == 1) { faults.insert(400) }
        let host = hosts.first.map(NaiveAuthority.read)
        if let host, host == nil { faults.insert(400) }
        understandTarget(host ?? nil)
        understandFraming(limits)

        let options = values("connection").flatMap { parts($0, at: ",").map { lowercased(trimmed($0)) } }
        keepsAlive = !options.contains("close") && (minorVersion == 1 || options.contains("keep-alive"))
        let expectations = values("expect").map { lowercased($0) }
        if minorVersion == 1, !expectations.isEmpty {
            if expectations != ["100-continue"] { faults.insert(417) }
            expectsContinue = framing != .none && framing != .length(0)
        }
    }

    private mutating func understandTarget(_ host: NaiveAuthority?) {
        if target.first == UInt8(ascii: "/") { return }
        if target.elementsEqual("*".utf8) {
            if method == "OPTIONS" { isAsterisk = true } else { faults.insert(400) }
            return
        }
        for (scheme, port) in [("http://", 80), ("https://", 443)] {
            guard lowercased(target.prefix(scheme.utf8.count)) == scheme else { continue }
            let rest = target.dropFirst(scheme.utf8.count)
            let end = rest.firstIndex { isOne($0, of: "/?") } ?? rest.endIndex
            guard let authority = NaiveAuthority.read(Array(rest[..<end])) else {
                faults.insert(400)
                return
            }
            if let host, host.host != authority.host || (host.port ?? port) != (authority.port ?? port) {
                faults.insert(400)
            }
            isForHTTPS = port == 443
            target = Array(rest[end...])
            if target.isEmpty, method == "OPTIONS" { isAsterisk = true }
            return
        }
        faults.insert(400)
    }

    private mutating func understandFraming(_ limits: Limits) {
        let lengths = values("content-length")
        let codings = values("transfer-encoding")
        for length in lengths {
            let digits = String(decoding: length, as: Unicode.ASCII.self)
            guard !length.isEmpty, length.allSatisfy({ isOne($0, of: "0123456789") }), let number = Int(digits) else {
                faults.insert(400)
                continue
            }
            if number > limits.bodyBytes { faults.insert(413) }
            framing = .length(number)
        }
        if lengths.count > 1 || (!lengths.isEmpty && !codings.isEmpty) { faults.insert(400) }
        if codings.isEmpty { return }
        if minorVersion == 0 { faults.insert(400) }
        framing = .chunked
        if codings.map({ lowercased($0) }) != ["chunked"] {
            let names = codings.flatMap { parts($0, at: ",").map { lowercased(trimmed($0)) } }.filter { !$0.isEmpty }
            // The end is clear where chunked is the last and stands once: then only the coding is unknown.
            let isClear = codings.count == 1 && names.last == "chunked" && names.count { $0 == "chunked" } == 1
            faults.insert(isClear ? 501 : 400)
        }
    }
}

/// `uri-host [ ":" port ]`, with the system's own reader of IPv6 addresses.
struct NaiveAuthority: Equatable {
    /// In small letters.
    var host: String
    var port: Int?

    static func read(_ bytes: [UInt8]) -> NaiveAuthority? {
        var host = bytes
        var port: [UInt8]?
        let close = bytes.lastIndex(of: UInt8(ascii: "]")) ?? -1
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > close {
            host = Array(bytes[..<colon])
            port = Array(bytes[(colon + 1)...])
        }
        var number: Int?
        if let port, !port.isEmpty {
            guard port.allSatisfy({ isOne($0, of: "0123456789") }) else { return nil }
            // Zeros may stand before it, however many.
            let digits = String(decoding: port.drop { $0 == UInt8(ascii: "0") }, as: Unicode.ASCII.self)
            number = digits.isEmpty ? 0 : Int(digits)
            guard let number, number <= 65535 else { return nil }
        }
        guard isHost(host) else { return nil }
        return NaiveAuthority(host: lowercased(host), port: number)
    }

    private static func isHost(_ host: [UInt8]) -> Bool {
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]"), host.count > 2 {
            return isLiteral(Array(host[1..<(host.count - 1)]))
        }
        if host.isEmpty { return false }
        var rest = host[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst(), let low = rest.popFirst(), isHexadecimal(high), isHexadecimal(low)
                else { return false }
            } else if !isNameByte(byte) {
                return false
            }
        }
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || isOne(byte, of: "-._~!$&'()*+,;=") }

    private static func isLiteral(_ bytes: [UInt8]) -> Bool {
        if bytes.allSatisfy({ isHexadecimal($0) || isOne($0, of: ":.") }) {
            var address = in6_addr()
            return inet_pton(AF_INET6, String(decoding: bytes, as: Unicode.ASCII.self), &address) == 1
        }
        let halves = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        return halves.count == 2 && halves[0].count > 1 && isOne(halves[0][0], of: "vV")
            && halves[0].dropFirst().allSatisfy(isHexadecimal) && !halves[1].isEmpty
            && halves[1].allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ":") }
    }
}
