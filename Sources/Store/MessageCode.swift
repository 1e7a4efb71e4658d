internal import Crypto
public import Foundation

extension Checksum {
    /// HMAC-SHA256 of `data` (RFC 2104) in lower-case hexadecimal: 64 characters.
    public static func code(of data: some DataProtocol, key: some ContiguousBytes) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: key)))
    }
}
