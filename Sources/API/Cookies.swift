internal import HTTPServer
internal import HTTPTypes

extension Request {
    /// The value of a cookie (RFC 6265 §4.2.1); of several of one name, the first.
    ///
    /// A cookie's value has no comma, so that several Cookie fields joined to one are read as well.
    func cookie(_ name: String) -> String? {
        for pair in (self[.cookie] ?? "").split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let pair = pair.trimmed
            guard let end = pair.firstIndex(of: "="), pair[..<end] == name else { continue }
            return String(pair[pair.index(after: end)...])
        }
        return nil
    }
}
