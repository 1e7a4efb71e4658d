/// Which content coding a client wants (RFC 9110 §12.5.3).
struct ContentCodings: Equatable {
    /// Weights in thousandths; nil where the client says nothing of the coding.
    private var gzip: Int?
    private var identity: Int?
    private var any: Int?
    private var isPresent = false

    /// Nothing said: everything is welcome, and nothing is asked for.
    init() {}

    /// Reads one Accept-Encoding field; several are read one after the other. An element whose weight is not one is
    /// left out.
    mutating func take(_ value: UnsafeRawBufferPointer) {
        isPresent = true
        value.forEachElement { element in
            var end = 0
            while end < element.count, Grammar.isToken(element[end]) { end += 1 }
            let coding = element.part(0, end)
            guard end > 0, let weight = Self.weight(element.part(end, element.count)) else { return }
            if coding.equals("*") { any = weight }
            if coding.equalsIgnoringCase("gzip") || coding.equalsIgnoringCase("x-gzip") { gzip = weight }
            if coding.equalsIgnoringCase("identity") { identity = weight }
        }
    }

    private var gzipWeight: Int { gzip ?? any ?? 0 }

    /// The client takes gzip, and likes it no less than the plain form.
    var prefersGzip: Bool {
        gzipWeight > 0 && gzipWeight >= identity ?? 0
    }

    /// The client takes gzip at all.
    var allowsGzip: Bool { gzipWeight > 0 }

    /// The client takes the plain form, as it does unless it says otherwise.
    var allowsIdentity: Bool { !isPresent || identity ?? any ?? 1 > 0 }

    /// `OWS ";" OWS "q=" qvalue` in thousandths; 1000 for nothing, nil for anything else.
    private static func weight(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let rest = bytes.trimmed
        guard rest.count > 0 else { return 1000 }
        guard rest[0] == UInt8(ascii: ";") else { return nil }
        let parameter = rest.part(1, rest.count).trimmed
        // qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
        guard (3...7).contains(parameter.count), parameter[0] | 0x20 == UInt8(ascii: "q"),
            parameter[1] == UInt8(ascii: "="), parameter[2] == UInt8(ascii: "0") || parameter[2] == UInt8(ascii: "1")
        else { return nil }
        var weight = Int(parameter[2] - UInt8(ascii: "0")) * 1000
        guard parameter.count > 3 else { return weight }
        guard parameter[3] == UInt8(ascii: ".") else { return nil }
        var scale = 100
        for digit in parameter[4...] {
            guard Grammar.isDigit(digit) else { return nil }
            weight += Int(digit - UInt8(ascii: "0")) * scale
            scale /= 10
        }
        return weight <= 1000 ? weight : nil
    }
}

/// Types that gzip makes smaller: text in one form or another.
func isText(contentType: String) -> Bool {
    var contentType = contentType
    return contentType.withUTF8 { bytes in
        let bytes = UnsafeRawBufferPointer(bytes)
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: ";"), bytes[end] != Grammar.space { end += 1 }
        let type = bytes.part(0, end)
        func starts(_ word: StaticString) -> Bool {
            type.count >= word.utf8CodeUnitCount && type.part(0, word.utf8CodeUnitCount).equals(word)
        }
        func ends(_ word: StaticString) -> Bool {
            type.count >= word.utf8CodeUnitCount
                && type.part(type.count - word.utf8CodeUnitCount, type.count).equals(word)
        }
        if starts("text/") || ends("json") || ends("+xml") || ends("/xml") || ends("javascript") { return true }
        let others: [StaticString] = [
            "application/x-bibtex", "application/x-research-info-systems", "application/yaml",
        ]
        return others.contains { type.equals($0) }
    }
}
