/// The value of Content-Type (RFC 9110 §8.3), read with patience.
struct ContentType: Equatable {
    /// `text/html`, in lower case; empty where there is none.
    let mediaType: String
    let charset: String?

    init(_ value: String?) {
        let parts = (value ?? "").lowercased().split(separator: ";")
        mediaType = parts.first.map { String($0).trimmed } ?? ""
        charset =
            parts.dropFirst().lazy.map { String($0).trimmed }.first { $0.hasPrefix("charset=") }
            .map { String($0.dropFirst(8)).filter { $0 != "\"" && $0 != "'" } }
    }
}

extension String {
    /// Without white space at the ends.
    var trimmed: String {
        guard let start = unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(unicodeScalars[start...end])
    }

    /// With each run of white space one space, and none at the ends.
    var collapsed: String {
        var scalars = String.UnicodeScalarView()
        var hasSpace = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace || scalar.value < 0x20 {
                hasSpace = true
                continue
            }
            if hasSpace, !scalars.isEmpty { scalars.append(" ") }
            hasSpace = false
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// At most `limit` code points, ended by an ellipsis where it was cut.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit, unicodeScalars.count > limit else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit - 1))) + "…"
    }

    /// Nil where it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
