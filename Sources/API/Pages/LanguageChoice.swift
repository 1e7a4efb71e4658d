internal import HTTPServer
internal import HTTPTypes

/// `/language/{tag}?next=`: chooses the language of the pages by hand, for a year, and goes back.
extension Site {
    func chooseLanguage() -> Handler {
        { request, responder in
            guard let language = Language(rawValue: request.parameters[0]) else {
                let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
                return responder.send(Problem(.notFound, "The pages speak \(known)").response())
            }
            var fields = HTTPFields()
            fields[.location] = (try? request.value("next")).flatMap { $0 }.flatMap(Self.ownPath) ?? "/"
            fields[.setCookie] = "\(Language.cookie)=\(language.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
            fields[.cacheControl] = "no-store"
            responder.send(Response(.seeOther, fields: fields))
        }
    }

    /// A path of this very site to go on to; nil for what leads elsewhere, or would end a field's line.
    static func ownPath(_ path: String) -> String? {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2_000,
            // A browser takes `//host` and `/\host` for another site's address.
            bytes.count < 2 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return path
    }
}
