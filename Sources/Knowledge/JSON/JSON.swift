/// A JSON value as it was sent: members in their order, numbers with their digits.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// What a value of this kind is called in an error: `a string`, `an object`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    public subscript(_ name: String) -> JSON? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    public var string: String? { if case .string(let string) = self { string } else { nil } }
    public var array: [JSON]? { if case .array(let array) = self { array } else { nil } }
    public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    public var integer: Int? { if case .number(let number) = self { number.integer } else { nil } }
    public var double: Double? { if case .number(let number) = self { number.double } else { nil } }
}

/// A number by its text: what a Double makes of it is asked for when it is needed.
public struct JSONNumber: Sendable, Equatable {
    public let text: String

    public init(text: String) { self.text = text }
    public init(_ integer: Int) { text = String(integer) }

    /// The value; nil where it is past what a Double holds (1e400), or where an integer without exponent has more
    /// digits than a Double keeps (2^53 and beyond, unless it happens to be exact).
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        if value.magnitude >= 0x1p53, !text.utf8.contains(where: { [0x2E, 0x65, 0x45].contains($0) }) {
            guard value.magnitude < 0x1p63, String(Int64(value)) == text else { return nil }
        }
        return value
    }

    /// The value as an integer; nil where it has a fraction or does not fit. `1e2` and `1.0` are integers.
    public var integer: Int? {
        if let integer = Int(text) { return integer }
        guard isWhole, let double, double.magnitude < 0x1p53 else { return nil }
        return Int(exactly: double)
    }

    /// Whether it has no fraction as it is written, be it one that a Double does not keep (`1.00000000000000001`).
    private var isWhole: Bool {
        let halves = text.utf8.split { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        let digits = halves[0].filter { $0 != UInt8(ascii: ".") }
        let point = halves[0].firstIndex(of: UInt8(ascii: ".")).map { halves[0][..<$0].count } ?? digits.count
        guard let exponent = halves.count > 1 ? Int(Substring(halves[1])) : 0 else { return false }
        let (end, isFar) = point.addingReportingOverflow(exponent)
        return !isFar && digits.dropFirst(max(end, 0)).allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }
    }

    /// Numbers are equal when their values are: `1`, `1.0` and `1e0`.
    public static func == (a: JSONNumber, b: JSONNumber) -> Bool {
        a.text == b.text || (a.double != nil && a.double == b.double)
    }
}

/// An object's members in the order in which they were sent.
///
/// A key that stands twice keeps its first value; `repeated` names it, so that whoever takes the object can refuse it.
public struct JSONObject: Sendable, Equatable {
    public private(set) var members: [(name: String, value: JSON)] = []
    public private(set) var repeated: [String] = []
    /// Where each name stands: only built for an object of many members, a short one is walked.
    private var positions: [Name: Int] = [:]

    /// A name by its bytes: "é" and "e" with an accent are two names in JSON, and one String in Swift.
    private struct Name: Hashable {
        let text: String

        static func == (a: Name, b: Name) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private static let walked = 16

    public init() {}

    public init(_ members: [(String, JSON)]) {
        for (name, value) in members { append(name, value) }
    }

    public var isEmpty: Bool { members.isEmpty }

    public subscript(_ name: String) -> JSON? {
        get { position(of: name).map { members[$0].value } }
        set {
            if let newValue {
                if let position = position(of: name) {
                    members[position].value = newValue
                } else {
                    append(name, newValue)
                }
            } else if let position = position(of: name) {
                members.remove(at: position)
                positions.removeAll()
                if members.count > Self.walked { indexAll() }
            }
        }
    }

    mutating func append(_ name: String, _ value: JSON) {
        if position(of: name) != nil {
            repeated.append(name)
            return
        }
        members.append((name, value))
        if members.count == Self.walked + 1 {
            indexAll()
        } else if members.count > Self.walked {
            positions[Name(text: name)] = members.count - 1
        }
    }

    private mutating func indexAll() {
        for (index, member) in members.enumerated() { positions[Name(text: member.name)] = index }
    }

    private func position(of name: String) -> Int? {
        if members.count > Self.walked { return positions[Name(text: name)] }
        return members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Equal when the same names have equal values, in whichever order.
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.members.count == b.members.count && a.members.allSatisfy { b[$0.name] == $0.value }
    }
}

extension JSON {
    /// JSON merge patch: members of `patch` replace those of `target`, null removes, objects merge.
    ///
    /// <https://www.rfc-editor.org/rfc/rfc7396#section-2>
    public static func merged(_ target: JSON?, with patch: JSON) -> JSON {
        guard case .object(let patch) = patch else { return patch }
        var result = target?.object ?? JSONObject()
        for (name, value) in patch.members {
            result[name] = value == .null ? nil : merged(result[name], with: value)
        }
        return .object(result)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByIntegerLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(JSONObject(elements)) }
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
}
