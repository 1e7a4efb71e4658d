/// Entity tags (RFC 9110 §8.8.3) as If-Match and If-None-Match list them.
public enum EntityTag {
    /// What distinguishes the tag of a representation's gzip form from that of its plain form.
    static let gzipSuffix = "-gzip"

    /// Whether the list in an If-Match field names a tag, in any of its content codings, by strong comparison; `*` names
    /// every one. For handlers of PATCH, PUT and DELETE.
    ///
    /// - Parameters:
    ///   - ifMatch: the field's value.
    ///   - tag: the opaque-tag of the present representation, without quotes.
    public static func isNamed(in ifMatch: String, _ tag: String) -> Bool {
        var ifMatch = ifMatch
        return ifMatch.withUTF8 { value in
            list(UnsafeRawBufferPointer(value), names: tag, weakly: false, inAnyCoding: true)
        }
    }

    /// Whether a list names a tag: `*` / #entity-tag. What is not one is read over.
    static func list(
        _ value: UnsafeRawBufferPointer, names tag: String, weakly: Bool, inAnyCoding: Bool
    ) -> Bool {
        if value.trimmed.equals("*") { return true }
        var tag = tag
        return tag.withUTF8 { tag in
            list(value, names: UnsafeRawBufferPointer(tag), weakly: weakly, inAnyCoding: inAnyCoding)
        }
    }

    static func list(
        _ value: UnsafeRawBufferPointer, names tag: UnsafeRawBufferPointer, weakly: Bool, inAnyCoding: Bool
    ) -> Bool {
        if value.trimmed.equals("*") { return true }
        var position = 0
        while position < value.count {
            // [ "W/" ] DQUOTE *etagc DQUOTE; a comma may stand within the quotes.
            guard value[position] == UInt8(ascii: "\"") else {
                position += 1
                continue
            }
            let isWeak =
                position >= 2 && value[position - 1] == UInt8(ascii: "/") && value[position - 2] == UInt8(ascii: "W")
            let start = position + 1
            var end = start
            while end < value.count, value[end] != UInt8(ascii: "\"") { end += 1 }
            guard end < value.count else { return false }
            if weakly || !isWeak {
                let candidate = value.part(start, end)
                if equal(candidate, tag) || (inAnyCoding && isCoded(candidate, of: tag)) { return true }
            }
            position = end + 1
        }
        return false
    }

    private static func isCoded(_ candidate: UnsafeRawBufferPointer, of tag: UnsafeRawBufferPointer) -> Bool {
        candidate.count == tag.count + 5 && candidate.part(tag.count, candidate.count).equals("-gzip")
            && equal(candidate.part(0, tag.count), tag)
    }

    private static func equal(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        one.count == other.count && one.elementsEqual(other)
    }
}
