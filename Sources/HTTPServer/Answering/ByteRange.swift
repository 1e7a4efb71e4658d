/// What a Range field asks for (RFC 9110 §14).
enum ByteRange: Equatable {
    /// Everything: the field is not one that is understood, asks for several ranges, or isn't there.
    case whole
    /// These bytes.
    case part(Range<Int>)
    /// Bytes that aren't there (416).
    case unsatisfiable

    /// Reads `bytes=first-last`, `bytes=first-` or `bytes=-count` for a representation of `count` bytes.
    init(_ value: UnsafeRawBufferPointer, count: Int) {
        self = .whole
        let value = value.trimmed
        guard value.count > 6, value.part(0, 5).equalsIgnoringCase("bytes"), value[5] == UInt8(ascii: "=") else {
            return
        }
        let set = value.part(6, value.count).trimmed
        guard let dash = set.firstIndex(of: UInt8(ascii: "-")) else { return }
        let first = Self.number(set.part(0, dash))
        let last = Self.number(set.part(dash + 1, set.count))
        switch (first, last) {
        case (.number(let first), .number(let last)):
            guard first <= last else { return }
            self = first < count ? .part(first..<min(last, count - 1) + 1) : .unsatisfiable
        case (.number(let first), .none):
            self = first < count ? .part(first..<count) : .unsatisfiable
        case (.none, .number(let length)):
            self = length > 0 && count > 0 ? .part(max(0, count - length)..<count) : .unsatisfiable
        default:
            return
        }
    }

    private enum Number {
        case none, broken
        case number(Int)
    }

    /// A number that does not fit is as good as the largest.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> Number {
        guard bytes.count > 0 else { return .none }
        var number = 0
        for byte in bytes {
            guard Grammar.isDigit(byte) else { return .broken }
            let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            number = tooLarge || overflow ? Int.max - 1 : sum
        }
        return .number(number)
    }
}
