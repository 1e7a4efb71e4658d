internal import HTTPTypes

@testable import HTTPServer

/// The head parser beside a naive one, and beside itself with the same bytes in pieces.
enum HeadTarget: FuzzTarget {
    static let name = "head"
    static let longest = 600

    /// The first byte chooses the limits: even the usual ones, odd small ones.
    static let seeds: [[UInt8]] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/b?c=d%20e HTTP/1.1\r\nHost: example.org:80\r\nAccept: text/html, */*;q=0.1\r\n"
            + "Accept-Encoding: gzip\r\nIf-None-Match: \"a\"\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close, x\r\n\r\n0\r\n\r\n",
        "GET http://a:80/b HTTP/1.1\r\nHost: A\r\nRange: bytes=0-1\r\nIf-Range: \"a\"\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS https://a HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "\r\nTRACE / HTTP/1.1\r\nHost:a\r\n\r\n",
        "PUT /%7e HTTP/1.1\r\nHost: [v1.a:b]\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 07\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ].flatMap { text in [[0] + Array(text.utf8), [1] + Array(text.utf8)] }

    static let words = [
        "GET ", "HEAD ", "POST ", "PUT ", "PATCH ", "DELETE ", "OPTIONS ", "TRACE ", "CONNECT ", " HTTP/1.1\r\n",
        " HTTP/1.0\r\n", " HTTP/2.0\r\n", "\r\n", "\r\n\r\n", "\r", "\n", "\r\nHost: ", "\r\nContent-Length: ",
        "\r\nTransfer-Encoding: chunked", "\r\nTransfer-Encoding: ", "\r\nConnection: ", "close", "keep-alive",
        "\r\nExpect: 100-continue", "\r\nAccept: */*", "\r\nAccept-Encoding: ", "\r\nIf-Match: ", "\r\nIf-None-Match: ",
        "\r\nIf-Modified-Since: ", "\r\nIf-Unmodified-Since: ", "\r\nIf-Range: ", "\r\nRange: ", "http://", "https://",
        "*", "%41", "%", "::", "[::1]", "[v1.a]", ":80", ":443", ":65535", "chunked, chunked", "18446744073709551616",
        "9223372036854775807", "+1", "\t", " ", "\0", "\u{7F}",
    ]

    static var smallLimits: Limits {
        var limits = Limits()
        limits.methodBytes = 7
        limits.requestLineBytes = 40
        limits.headBytes = 160
        limits.fieldCount = 4
        limits.bodyBytes = 1000
        return limits
    }

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, bytes) = bytes.choiceAndRest else { return }
        check(bytes, choice & 1 == 0 ? Limits() : smallLimits)
    }

    static func check(_ bytes: UnsafeRawBufferPointer, _ limits: Limits, inPieces: Bool = true) {
        var head = RequestHead()
        let outcome = HeadParser.parse(bytes, limits: limits, into: &head)
        compare(head, outcome, Array(bytes), limits)
        if inPieces { checkPieces(bytes, outcome, limits) }
    }

    /// Of every prefix the parser says either that it is incomplete, or the same as of the whole.
    private static func checkPieces(
        _ bytes: UnsafeRawBufferPointer, _ whole: HeadParser.Outcome, _ limits: Limits
    ) {
        var head = RequestHead()
        var isDecided = false
        // Every position of short inputs, and some of long ones: others with each length.
        let step = max(1, bytes.count / 8)
        for count in stride(from: bytes.count % step, to: bytes.count, by: step) {
            let outcome = HeadParser.parse(bytes.part(0, count), limits: limits, into: &head)
            if outcome == .incomplete {
                must(!isDecided, "undecided again after \(count) bytes")
                continue
            }
            isDecided = true
            must(outcome == whole, "\(outcome) after \(count) bytes, \(whole) in the end")
        }
    }

    private static let ends = [
        "\n", "\r\n", "\n\r\n", "\r\n\r\n", " / HTTP/1.1\r\nHost: a\r\n\r\n", "/ HTTP/1.1\r\nHost: a\r\n\r\n",
        " HTTP/1.1\r\nHost: a\r\n\r\n", "\nHost: a\r\n\r\n", "\r\nHost: a\r\n\r\n", ": a\r\n\r\n",
        ":\r\nHost: a\r\n\r\n", "1\r\nHost: a\r\n\r\n", "41 HTTP/1.1\r\nHost: a\r\n\r\n",
        "1 HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    private static func compare(
        _ head: RequestHead, _ outcome: HeadParser.Outcome, _ bytes: [UInt8], _ limits: Limits
    ) {
        switch (outcome, NaiveHead.read(bytes, limits)) {
        case (.complete(let count), .complete(let naive, let naiveCount)):
            must(count == naiveCount, "\(count) bytes, \(naiveCount)")
            compare(head, naive, bytes)
        case (.refused(let refusal), .refused(let statuses)):
            must(statuses.contains(refusal.status), "\(refusal), \(statuses)")
        case (.incomplete, .incomplete):
            must(bytes.count < limits.headBytes, "there is no end to it")
        case (.refused(let refusal), .incomplete):
            // Refused early: then nothing that could follow would have made it right.
            if [414, 431].contains(refusal.status) { return }
            // One of some ends, another one with each length.
            let rest = ends[bytes.count % ends.count]
            if case .complete = NaiveHead.read(bytes + rest.utf8, Limits()) {
                finding("\(refusal), and it could have gone on with \(rest.debugDescription)")
            }
        case (_, let naive):
            finding("\(outcome), \(naive)")
        }
    }

    private static func compare(_ head: RequestHead, _ naive: NaiveHead, _ bytes: [UInt8]) {
        func text(_ range: Range<Int32>) -> [UInt8] { Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]) }

        must(head.method.httpMethod.rawValue == naive.method, "method \(head.method), \(naive.method)")
        must(Int(head.minorVersion) == naive.minorVersion, "version")
        must(head.isAsterisk == naive.isAsterisk && head.isForHTTPS == naive.isForHTTPS, "form of the target")
        must(naive.isAsterisk || text(head.target) == naive.target, "target")
        let path = naive.target.firstIndex(of: UInt8(ascii: "?")) ?? naive.target.count
        must(Int(head.pathEnd) - Int(head.target.lowerBound) == path, "end of the path")
        must(head.framing == naive.framing, "framing \(head.framing), \(naive.framing)")
        must(head.keepsAlive == naive.keepsAlive, "keeps alive")
        must(head.expectsContinue == naive.expectsContinue, "expects 100")
        must(head.fields.count == naive.fields.count, "number of fields")
        for (field, other) in zip(head.fields, naive.fields) {
            must(text(field.name) == other.name && text(field.value) == other.value, "field \(other)")
        }
        let conditions: [(String, RequestHead.Conditions)] = [
            ("if-match", .ifMatch), ("if-none-match", .ifNoneMatch), ("if-modified-since", .ifModifiedSince),
            ("if-unmodified-since", .ifUnmodifiedSince), ("if-range", .ifRange), ("range", .range),
        ]
        for (name, condition) in conditions {
            must(head.conditions.contains(condition) == !naive.values(name).isEmpty, "condition \(name)")
        }
        // By bytes: a combining mark behind it makes another Character of the last star.
        let narrows = naive.values("accept").contains { $0.firstRange(of: Array("*/*".utf8)) == nil }
        must(head.conditions.contains(.accept) == narrows, "accept")
        for (name, index) in [("if-none-match", head.ifNoneMatch), ("accept-encoding", head.acceptEncoding)] {
            let values = naive.values(name)
            let expected = values.isEmpty ? -1 : values.count > 1 ? -2 : nil
            if let expected { must(index == expected, "index of \(name)") }
            if values.count == 1 { must(text(head.fields[Int(index)].value) == values[0], "index of \(name)") }
        }
    }
}
