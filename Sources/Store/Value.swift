/// A value as SQLite keeps it: one of the storage classes that STRICT tables of ours use.
///
/// <https://www.sqlite.org/datatype3.html>
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    public init(_ integer: Int) { self = .integer(Int64(integer)) }
    public init(_ text: String?) { self = text.map(Value.text) ?? .null }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(nilLiteral: ()) { self = .null }
}
