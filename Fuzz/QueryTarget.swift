@testable import HTTPServer

/// Targets, authorities, percent-encoding and queries, each beside a naive reader.
enum QueryTarget: FuzzTarget {
    static let name = "query"
    static let longest = 200

    static let seeds: [[UInt8]] = [
        "/a/b?c=d%20e&f=%C3%A9+g&&h", "example.org:80", "[::1]:8080", "[1:2:3:4:5:6:1.2.3.4]", "[v1.a:b]", "a%2Fb",
        "http://a.b:80/c?d", "https://[2001:db8::1]", "*", "=&=", "a=b=c&d", "%", "%4", "%zz", "%FF", "%00",
        "[1::2:3:4:5:6:7:8]", "a:65536", "a:000000000000000000000000000080", "user@host", ":80", "[::]:",
    ].map { Array($0.utf8) }

    static let words = [
        "http://", "https://", "::", "[::1]", "[v1.", "]", ":80", ":65535", ":65536", "%41", "%C3%A9", "%ED%A0%80",
        "%F4%90%80%80", "%00", "1.2.3.4", "255.255.255.255", "256", "&", "=", "+", "?", "/", "..", "fe80", "ffff",
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let copy = Array(bytes)
        checkAuthority(bytes, copy)
        checkDecoding(copy)
        checkQuery(copy)
        let head = (bytes.count & 1 == 0 ? get : options) + copy + version
        head.withUnsafeBytes { HeadTarget.check($0, Limits(), inPieces: false) }
    }

    private static let get = Array("GET ".utf8)
    private static let options = Array("OPTIONS ".utf8)
    private static let version = Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    private static let digits = Array("0123456789abcdef".utf8)

    private static func checkAuthority(_ bytes: UnsafeRawBufferPointer, _ copy: [UInt8]) {
        let authority = Authority(bytes)
        let naive = NaiveAuthority.read(copy)
        must((authority == nil) == (naive == nil), "\(String(describing: authority)), \(String(describing: naive))")
        guard let authority, let naive else { return }
        must(lowercased(authority.host) == naive.host && authority.port == naive.port, "another authority")
        must(authority.agrees(with: authority, defaultPort: 80), "it does not agree with itself")
    }

    private static func checkDecoding(_ copy: [UInt8]) {
        for plusIsSpace in [false, true] {
            let decoded = percentDecoded(bytes: copy, plusIsSpace: plusIsSpace)
            must(decoded.map { Array($0.utf8) } == naivelyDecoded(copy, plusIsSpace), "another text")
        }
        // What is encoded to the last byte is decoded to what it was.
        var encoded: [UInt8] = []
        encoded.reserveCapacity(copy.count * 3)
        for byte in copy {
            encoded.append(UInt8(ascii: "%"))
            encoded.append(digits[Int(byte >> 4)])
            encoded.append(digits[Int(byte & 15)])
        }
        let back = percentDecoded(bytes: encoded).map { Array($0.utf8) }
        must(back == (String(validating: copy, as: UTF8.self) == nil ? nil : copy), "another text after a round")
    }

    /// Splits at every `%` and puts each part's first two digits right.
    private static func naivelyDecoded(_ bytes: [UInt8], _ plusIsSpace: Bool) -> [UInt8]? {
        let pieces = parts(bytes, at: "%")
        func plain(_ piece: some Sequence<UInt8>) -> [UInt8] {
            piece.map { plusIsSpace && $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        }
        var result = plain(pieces[0])
        for piece in pieces.dropFirst() {
            guard piece.count >= 2, piece.prefix(2).allSatisfy(isHexadecimal),
                let byte = UInt8(String(decoding: piece.prefix(2), as: Unicode.ASCII.self), radix: 16)
            else { return nil }
            result.append(byte)
            result += plain(piece.dropFirst(2))
        }
        return String(validating: result, as: UTF8.self) == nil ? nil : result
    }

    private static func checkQuery(_ copy: [UInt8]) {
        // Queries are visible ASCII by the time that they are read.
        guard copy.allSatisfy({ $0 < 128 }) else { return }
        let text = String(decoding: copy, as: UTF8.self)
        let pairs = try? QueryString.pairs(text)
        var naive: [(name: [UInt8], value: [UInt8])]? = []
        for part in parts(copy, at: "&") where !part.isEmpty {
            let halves = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = naivelyDecoded(Array(halves[0]), true) else {
                naive = nil
                break
            }
            naive?.append((name, halves.count > 1 ? Array(halves[1]) : []))
        }
        must(pairs?.count == naive?.count, "\(String(describing: pairs)), \(String(describing: naive))")
        for (pair, other) in zip(pairs ?? [], naive ?? []) {
            must(Array(pair.name.utf8) == other.name && Array(pair.rawValue.utf8) == other.value, "another pair")
            must((try? pair.value).map { Array($0.utf8) } == naivelyDecoded(other.value, true), "another value")
        }
    }
}
