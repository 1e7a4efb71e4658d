@testable import HTTPServer

/// The chunked decoder beside a naive one, and beside itself with the same bytes in pieces.
enum ChunkedTarget: FuzzTarget {
    static let name = "chunked"
    static let longest = 400

    static let seeds: [[UInt8]] = [
        "5\r\nhello\r\n0\r\n\r\n", "5;a=b\r\nhello\r\nA\r\n0123456789\r\n000\r\n\r\nGET /",
        "5 ; a = \"b c;\\\"d\" ;e\r\nhello\r\n0\r\nx-sum: 1\r\ny:z\r\n\r\n", "0\r\nContent-Length: 1\r\n\r\n",
        "3e7\r\n", "ffffffffffffffff\r\n", "5\nhello\r\n0\r\n\r\n", "1\r\na\r\n1\r\nb\r\n0;x\r\n\r\n",
    ].flatMap { text in [[0] + Array(text.utf8), [1] + Array(text.utf8)] }

    static let words = [
        "0\r\n\r\n", "\r\n0\r\n\r\n", "1\r\na", "5\r\nhello\r\n", "\r\n", "\r", "\n", ";a", ";a=b", ";a=\"b\"",
        ";a=\"\\\"\"", " ;", "= ", "00000000", "7fffffffffffffff", "8000000000000000", "fffffffffffffffff", "+1", "0x1",
        "\t", "x: y\r\n", "Host: a\r\n", "Transfer-Encoding: a\r\n", "Trailer: x\r\n",
    ]

    private static var smallLimits: Limits {
        var limits = Limits()
        limits.bodyBytes = 10
        limits.chunkLineBytes = 20
        limits.chunkExtensionBytes = 8
        limits.headBytes = 40
        limits.fieldCount = 2
        return limits
    }

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, bytes) = bytes.choiceAndRest else { return }
        let limits = choice & 1 == 0 ? Limits() : smallLimits
        let whole = decode(bytes, pieces: [max(1, bytes.count)], limits)
        compare(whole, NaiveChunks.read(Array(bytes), limits), limits)

        let cut = Int(choice >> 1)
        for pieces in [[1], [cut % max(1, bytes.count) + 1, bytes.count], [cut % 7 + 1, cut % 5 + 1, cut % 3 + 1]] {
            let cut = decode(bytes, pieces: pieces, limits)
            must(cut.outcome == whole.outcome, "in pieces of \(pieces): \(cut.outcome), whole \(whole.outcome)")
            if whole.outcome == .complete {
                must(cut.body == whole.body && cut.taken == whole.taken, "another body in pieces of \(pieces)")
            }
        }
    }

    /// Decodes in pieces of these sizes, the last one repeated.
    private static func decode(
        _ bytes: UnsafeRawBufferPointer, pieces: [Int], _ limits: Limits
    ) -> (body: [UInt8], taken: Int, outcome: ChunkedDecoder.Outcome) {
        var decoder = ChunkedDecoder()
        var body: [UInt8] = []
        var position = 0
        var piece = 0
        while position < bytes.count {
            let end = min(bytes.count, position + max(1, pieces[min(piece, pieces.count - 1)]))
            piece += 1
            let (taken, outcome) = decoder.decode(bytes.part(position, end), limits: limits, into: &body)
            must(taken <= end - position, "took more than there is")
            position += taken
            if outcome != .incomplete { return (body, position, outcome) }
            must(position == end, "left bytes that it needs")
        }
        return (body, position, .incomplete)
    }

    private static func compare(
        _ whole: (body: [UInt8], taken: Int, outcome: ChunkedDecoder.Outcome), _ naive: NaiveChunks.Verdict,
        _ limits: Limits
    ) {
        must(whole.body.count <= limits.bodyBytes, "a body beyond its limit")
        switch (whole.outcome, naive) {
        case (.complete, .complete(let body, let taken)):
            must(body == whole.body && taken == whole.taken, "another body")
        case (.refused(let refusal), .refused(let statuses)):
            must(statuses.contains(refusal.status), "\(refusal), \(statuses)")
        case (.incomplete, .incomplete(let isViable)):
            must(isViable, "it waits for what can't come")
        case (.refused(let refusal), .incomplete(let isViable)):
            must(!isViable, "\(refusal), and it could have gone on")
        case (let outcome, let naive):
            finding("\(outcome), \(naive)")
        }
    }
}
