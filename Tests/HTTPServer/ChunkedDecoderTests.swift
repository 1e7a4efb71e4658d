import Testing

@testable import HTTPServer

/// Decodes in pieces of these sizes, the last one repeated.
private func decode(
    _ text: String, pieces: [Int], limits: Limits = Limits()
) -> (body: String, taken: Int, outcome: ChunkedDecoder.Outcome) {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
        var decoder = ChunkedDecoder()
        var body: [UInt8] = []
        var position = 0
        var piece = 0
        var outcome = ChunkedDecoder.Outcome.incomplete
        while position < bytes.count, outcome == .incomplete {
            let end = min(bytes.count, position + pieces[min(piece, pieces.count - 1)])
            piece += 1
            let (taken, result) = decoder.decode(bytes.part(position, end), limits: limits, into: &body)
            position += taken
            outcome = result
        }
        return (String(decoding: body, as: UTF8.self), position, outcome)
    }
}

/// Decodes whole, byte by byte, and cut at every position: all of it must come to the same.
private func decode(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> (body: String, taken: Int, outcome: ChunkedDecoder.Outcome) {
    let whole = decode(text, pieces: [max(1, text.utf8.count)], limits: limits)
    for pieces in [[1]] + (1..<max(2, text.utf8.count)).map({ [$0, text.utf8.count] }) {
        let split = decode(text, pieces: pieces, limits: limits)
        #expect(split.outcome == whole.outcome, "in pieces of \(pieces)", sourceLocation: sourceLocation)
        if split.outcome == .complete {
            #expect(split.body == whole.body, sourceLocation: sourceLocation)
            #expect(split.taken == whole.taken, sourceLocation: sourceLocation)
        }
    }
    return whole
}

private func status(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> Int? {
    switch decode(text, limits: limits, sourceLocation: sourceLocation).outcome {
    case .complete: 200
    case .incomplete: nil
    case .refused(let refusal): refusal.status
    }
}

@Suite("The chunked decoder") struct ChunkedDecoderTests {
    @Test("joins chunks and stops at the body's end") func chunks() {
        let result = decode("5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\nGET /")

        #expect(result.outcome == .complete)
        #expect(result.body == "hello, world")
        #expect(result.taken == 27)
    }

    @Test("takes sizes in both cases and with zeros before them") func sizes() {
        #expect(decode("a\r\n0123456789\r\nA\r\n0123456789\r\n000\r\n\r\n").body == "01234567890123456789")
        #expect(decode("0005\r\nhello\r\n0\r\n\r\n").body == "hello")
    }

    @Test("reads over well-formed extensions") func goodExtensions() {
        for line in ["5;a", "5;a=b", "5;a=\"b c;\\\"d\"", "5;a;b=c;d", "5 ; a = b", "5;a=\"\"", "5;a=b ;c"] {
            #expect(decode("\(line)\r\nhello\r\n0\r\n\r\n").body == "hello", "\(line)")
            #expect(status("\(line)\r\nhello\r\n0\r\n\r\n") == 200, "\(line)")
        }
    }

    @Test("refuses sizes that could be read in two ways") func badSizes() {
        for line in [
            "", "+5", "-5", " 5", "5 ", "0x5", "5h", "x", "5,5", "5\t", "10000000000000000", "ffffffffffffffff1",
        ] {
            #expect((status("\(line)\r\nhello\r\n0\r\n\r\n") ?? 0) >= 400, "\(line)")
        }
    }

    @Test("refuses extensions that are none") func badExtensions() {
        for line in [
            "5;", "5;=b", "5;a=", "5;a=\"b", "5;a b", "5;a=b c", "5;;", "5;a=b\"", "5;\u{1}", "5;a=\u{7F}", "5; ",
        ] {
            #expect(status("\(line)\r\nhello\r\n0\r\n\r\n") == 400, "\(line)")
        }
    }

    @Test("refuses bare CR and LF in size lines and after data") func bareLineEnds() {
        for text in [
            "5\nhello\r\n0\r\n\r\n", "5\rhello\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n",
            "5\r\nhello0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n", "5;a\nhello\r\n0\r\n\r\n", "0\n\r\n", "0\r\n\n",
            "0\r\na: b\n\r\n", "0\r\n\r\r\n",
        ] {
            #expect(status(text) == 400)
        }
    }

    @Test("leaves trailers out, and refuses those that belong in the head") func trailers() {
        #expect(decode("5\r\nhello\r\n0\r\nx-sum: 1\r\ny: z\r\n\r\n").body == "hello")
        for name in ["Content-Length", "transfer-encoding", "Host", "Authorization", "Trailer", "TE", "Connection"] {
            #expect(status("0\r\n\(name): 1\r\n\r\n") == 400, "\(name)")
        }
        for line in ["a : b", " a: b", "a", ": b", "a: \u{1}"] {
            #expect(status("0\r\n\(line)\r\n\r\n") == 400, "\(line)")
        }
    }

    @Test("bounds the body, each size line and the trailer") func limits() {
        var limits = Limits()
        limits.bodyBytes = 10
        limits.chunkLineBytes = 10
        limits.fieldCount = 3
        limits.headBytes = 100

        #expect(status("a\r\n0123456789\r\n0\r\n\r\n", limits: limits) == 200)
        #expect(status("b\r\n0123456789a\r\n0\r\n\r\n", limits: limits) == 413)
        #expect(status("5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n", limits: limits) == 413)
        #expect(status("0000000001\r\na\r\n0\r\n\r\n", limits: limits) == 200)
        #expect(status("00000000001\r\na\r\n0\r\n\r\n", limits: limits) == 400)
        #expect(status("1;a=bcdefghijklmn\r\na\r\n0\r\n\r\n", limits: limits) == 400)
        #expect(status("0\r\na: b\r\na: b\r\na: b\r\n\r\n", limits: limits) == 200)
        #expect(status("0\r\na: b\r\na: b\r\na: b\r\na: b\r\n\r\n", limits: limits) == 431)
        #expect(status("0\r\na: \(String(repeating: "b", count: 100))\r\n\r\n", limits: limits) == 431)
    }
}
