internal import HTTPServer
internal import HTTPTypes

/// The parts of a `multipart/form-data` body (RFC 7578).
enum Multipart {
    static let type = "multipart/form-data"

    struct Part {
        let name: String
        let filename: String?
        /// As it was sent; without parameters, in lower case.
        let contentType: String?
        /// With its parameters.
        let declaredType: String?
        let content: ArraySlice<UInt8>
    }

    /// How many parts a form has at most, and how long the fields of one are.
    static let partsLimit = 50
    static let headLimit = 8_192

    /// - Parameter contentType: of the request, with its boundary.
    /// - Throws: `Problem` 400 where the body is none.
    static func parts(of body: [UInt8], _ contentType: String) throws -> [Part] {
        guard let boundary = parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            throw Problem(.badRequest, "multipart/form-data needs a boundary of 1 to 70 characters")
        }
        let delimiter = Array("--\(boundary)".utf8)
        guard body.starts(with: delimiter) else {
            throw Problem(.badRequest, "The multipart body must begin with its boundary")
        }
        var parts: [Part] = []
        var position = delimiter.count
        while true {
            let rest = body[position...]
            if rest.starts(with: Array("--".utf8)) { return parts }
            guard rest.starts(with: [0x0D, 0x0A]) else { break }
            guard let end = find([0x0D, 0x0A] + delimiter, in: body[...], from: position) else { break }
            guard parts.count < partsLimit else {
                throw Problem(.badRequest, "A form has at most \(partsLimit) parts")
            }
            parts.append(try part(body[(position + 2)..<end]))
            position = end + 2 + delimiter.count
        }
        throw Problem(.badRequest, "The multipart body does not end with its boundary")
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
        guard let end = find([0x0D, 0x0A, 0x0D, 0x0A], in: bytes, from: bytes.startIndex),
            end - bytes.startIndex <= headLimit
        else { throw Problem(.badRequest, "A part of the multipart body has no head, or one that is too long") }
        var fields: [String: String] = [:]
        for line in String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].trimmed)
        }
        let disposition = fields["content-disposition"] ?? ""
        guard disposition.lowercased().hasPrefix("form-data"), let name = parameter("name", of: disposition) else {
            throw Problem(.badRequest, "Each part needs Content-Disposition: form-data with a name")
        }
        let declared = fields["content-type"]
        return Part(
            name: name, filename: parameter("filename", of: disposition),
            contentType: declared.map { $0.prefix { $0 != ";" }.trimmed.lowercased() }, declaredType: declared,
            content: bytes[(end + 4)...])
    }

    /// The value of a field's parameter, a token or a quoted string.
    static func parameter(_ name: String, of field: String) -> String? {
        var rest = field.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count)
            var value = ""
            if rest.first == "=" {
                rest = rest.dropFirst()
                if rest.first == "\"" {
                    rest = rest.dropFirst()
                    while let character = rest.first, character != "\"" {
                        rest = rest.dropFirst()
                        if character == "\\", let escaped = rest.first {
                            value.append(escaped)
                            rest = rest.dropFirst()
                        } else {
                            value.append(character)
                        }
                    }
                    rest = rest.drop { $0 != ";" }
                } else {
                    let token = rest.prefix { $0 != ";" }
                    value = String(token.trimmed)
                    rest = rest.dropFirst(token.count)
                }
            }
            if key.trimmed.lowercased() == name { return value }
        }
        return nil
    }

    /// Where `pattern` begins in `bytes`, at `start` or later.
    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        let base = bytes.startIndex
        return bytes.withUnsafeBufferPointer { bytes in
            var index = start - base
            while index <= bytes.count - pattern.count {
                if bytes[index] == pattern[0], bytes[index..<index + pattern.count].elementsEqual(pattern) {
                    return index + base
                }
                index += 1
            }
            return nil
        }
    }
}
