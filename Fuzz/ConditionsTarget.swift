import Foundation

@testable import HTTPServer

/// Range, If-Range, the preconditions, Accept-Encoding and dates, each beside a naive reader.
enum ConditionsTarget: FuzzTarget {
    static let name = "conditions"
    static let longest = 300

    /// The first byte chooses how long the representation is and whether it has a tag and a date; then field lines.
    static let seeds: [[UInt8]] = [
        "Range: bytes=0-4", "Range: bytes=-5\nIf-Range: \"abc\"", "Range: bytes=2-",
        "Range: bytes=0-0,-1", "If-Match: \"x\", \"abc-gzip\"", "If-None-Match: W/\"abc\" , \"x,y\"",
        "If-Match: *", "If-None-Match: *\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT", "If-Modified-Since: Sun Nov  6 08:49:37 1994",
        "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\nRange: bytes=1-99999999999999999999",
        "Accept-Encoding: gzip;q=0.5, identity;q=0.25, *;q=0", "Accept-Encoding: x-gzip ; q=1.000",
        "Accept-Encoding: br", "Accept-Encoding:", "If-Modified-Since: Tue, 29 Feb 2000 23:59:60 GMT",
    ].flatMap { text in [[0xFF] + Array(text.utf8), [0x1C] + Array(text.utf8)] }

    static let words = [
        "\n", "Range: bytes=", "If-Range: ", "If-Match: ", "If-None-Match: ", "If-Modified-Since: ",
        "If-Unmodified-Since: ", "Accept-Encoding: ", "\"abc\"", "W/\"abc\"", "w/\"abc\"", "\"abc-gzip\"", "\"", "*",
        ", ",
        "0-", "-1", "9223372036854775807", "18446744073709551616", "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon", "Tuesday", "Feb", " 29 ", "23:59:60",
        "GMT",
        "gzip", "x-gzip", "identity", ";q=", "0.5", "1.000", "0.000", "\t", " ",
    ]

    private static let tag = "abc"
    /// 1994-11-06 08:49:37.
    private static let changed = 784_111_777

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, rest) = bytes.choiceAndRest else { return }
        let lines = rest.split(separator: 10, omittingEmptySubsequences: true)
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8) + lines.flatMap { Array($0) + [13, 10] } + [13, 10]
        var head = RequestHead()
        let outcome = text.withUnsafeBytes { HeadParser.parse($0, limits: Limits(), into: &head) }
        guard case .complete = outcome else { return }
        let received = text.withUnsafeBytes { ReceivedHead(copying: $0, head) }
        guard case .complete(let naive, _) = NaiveHead.read(text, Limits()) else { finding("not a head") }

        let given = NaiveConditions(
            head: naive, tag: choice & 4 != 0 ? tag : nil, changed: choice & 8 != 0 ? changed : nil,
            now: choice & 16 != 0 ? changed + 86_400 : changed)
        checkRanges(naive, count: [0, 1, 10, 1 << 40][Int(choice & 3)])
        check(received, given)
        checkCodings(naive)
        checkDates(naive, now: given.now)
    }

    private static func checkRanges(_ head: NaiveHead, count: Int) {
        for value in head.values("range") {
            let range = value.withUnsafeBytes { ByteRange($0, count: count) }
            let naive = NaiveConditions.range(value, count: count)
            must(range == naive, "\(range), \(naive) of \(count)")
        }
    }

    private static func check(_ received: ReceivedHead, _ given: NaiveConditions) {
        let outcome = Preconditions.evaluate(
            received, tag: given.tag, plainTag: given.tag, lastModified: given.changed, now: given.now)
        if let expected = given.outcome { must(outcome == expected, "\(outcome), \(expected)") }
        let applies = Preconditions.rangeApplies(
            received, tag: given.tag, lastModified: given.changed, now: given.now)
        must(applies == given.rangeApplies, "If-Range \(applies)")
    }

    private static func checkCodings(_ head: NaiveHead) {
        var codings = ContentCodings()
        let values = head.values("accept-encoding")
        for value in values { value.withUnsafeBytes { codings.take($0) } }
        let naive = NaiveConditions.codings(values)
        must(codings.allowsGzip == (naive.gzip > 0), "gzip \(naive)")
        must(codings.allowsIdentity == (naive.identity > 0), "identity \(naive)")
        // Where nothing is said of the plain form, gzip is preferred.
        must(codings.prefersGzip == (naive.gzip > 0 && naive.gzip >= naive.statedIdentity), "preference \(naive)")
    }

    private static func checkDates(_ head: NaiveHead, now: Int) {
        for value in ["if-modified-since", "if-unmodified-since", "if-range"].flatMap(head.values) {
            let seconds = value.withUnsafeBytes { DateField.seconds($0, now: now) }
            must(seconds == NaiveConditions.date(value, now: now), "\(String(describing: seconds))")
            guard let seconds else { continue }
            let written = Array(DateField.string(seconds).utf8)
            must(written.withUnsafeBytes { DateField.seconds($0, now: now) } == seconds, "another date after a round")
        }
    }
}
