internal import HTTPServer
internal import HTTPTypes

extension Request {
    /// The value of a cookie (RFC 6265 §4.2.1); of several of one name, the first.
    func cookie(_ name: String) -> String? { cookies(name).first }

    /// The values of all cookies of a name, in their order.
    ///
    /// A cookie's value has no comma, so that several Cookie fields joined to one are read as well.
    func cookies(_ name: String) -> [String] {
        (self[.cookie] ?? "").split(whereSeparator: { $0 == ";" || $0 == "," }).compactMap { pair in
            let pair = pair.trimmed
            guard let end = pair.firstIndex(of: "="), pair[..<end] == name else { return nil }
            return String(pair[pair.index(after: end)...])
        }
    }
}
