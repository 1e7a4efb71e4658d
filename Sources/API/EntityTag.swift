internal import HTTPServer

/// Strong validators: a hash of the very bytes that are sent.
extension EntityTag {
    /// The tag of `bytes`, 16 hexadecimal digits, without quotation marks.
    ///
    /// Each 16 bytes are folded by one 64-by-64 multiplication, as wyhash does it. It tells versions of one record
    /// apart; it does not keep a secret.
    static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
        var index = 0
        while bytes.count - index >= 16 {
            hash = fold(
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0xA076_1D64_78BD_642F,
                bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self) ^ hash)
            index += 16
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            // What is left is taken in words of seven bytes and less: the eighth tells how many.
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
            if index & 7 == 0 {
                hash = fold(rest ^ 0xE703_7ED1_A0B4_28DB, hash)
                rest = 0
            }
        }
        hash = fold(rest ^ 0x8EBC_6AF0_9C88_C6E3, hash ^ 0x5899_65CC_7537_4CC3)
        return hexadecimal(hash)
    }

    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - index * 4)) & 15
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }
}

extension StringProtocol {
    /// Without spaces and tabs at either end: OWS of RFC 9110 §5.6.3.
    var trimmed: SubSequence {
        var rest = self[...]
        while rest.first == " " || rest.first == "\t" { rest = rest.dropFirst() }
        while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
        return rest
    }
}
