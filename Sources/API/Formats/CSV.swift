/// Comma-separated values after [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180): a header, then a line a record, each
/// ended by CR LF, in UTF-8.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line's end for a formula, whoever wrote it.
/// Such a text gets an apostrophe before it; a plain number stays one.
///
/// ```swift
/// var csv = CSV(["name", "value"])
/// csv.add([.text("=1+1"), .number(-2)])
/// csv.text   // "name,value\r\n'=1+1,-2\r\n"
/// ```
struct CSV: Sendable {
    enum Cell: Sendable {
        case empty
        case text(String)
        case number(Double)
        case integer(Int)

        init(_ text: String?) { self = text.map(Cell.text) ?? .empty }
    }

    static let type = "text/csv; charset=utf-8; header=present"

    private var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }

    init(_ header: [String]) { add(header.map(Cell.text)) }

    /// What goes on from another: no header.
    init() {}

    mutating func add(_ record: [Cell]) {
        for (index, cell) in record.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .empty: break
            case .integer(let integer): bytes += String(integer).utf8
            case .number(let number): bytes += Self.digits(number).utf8
            case .text(let text): add(text)
            }
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func add(_ text: String) {
        let isFormula = Self.mayBeFormula(text)
        let isQuoted = text.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
        if isQuoted { bytes.append(0x22) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        if isQuoted { bytes.append(0x22) }
    }

    private static func mayBeFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A].contains(first) else {
            return false
        }
        return !isNumber(text)
    }

    /// Digits with a sign, a point and an exponent at the most.
    private static func isNumber(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        guard digits() > 0 else { return false }
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest = rest.dropFirst()
            if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// The shortest digits that read back as the same number; whole ones without a fraction.
    private static func digits(_ number: Double) -> String {
        if number.magnitude < 0x1p53, let integer = Int(exactly: number) { return String(integer) }
        return number.description
    }
}
