#if canImport(Glibc)
    public import Glibc
#else
    public import Darwin
#endif

/// Where JSON is written: raw memory that grows, without a String or a model between it and SQLite's bytes.
///
/// The one place that writes JSON. Values are appended in order; commas are the caller's, by `comma()`, which adds
/// one unless the last byte opened an object or an array.
///
/// ```swift
/// var json = JSONBuffer()
/// json.open()
/// json.key("id"); json.integer(7)
/// json.key("name"); json.string("Ким")
/// json.close()
/// ```
public struct JSONBuffer: ~Copyable {
    /// Room before the content for a response's head, so that head and body are sent at once.
    public static let headroom = 1_024

    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var end: Int

    public init(capacity: Int = 16_384) {
        self.capacity = Self.headroom + max(capacity, 64)
        base = Self.allocate(self.capacity)
        end = Self.headroom
    }

    deinit { free(base) }

    /// The number of bytes written.
    public var count: Int { end - Self.headroom }

    /// The written bytes, valid during `body`.
    public func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try body(UnsafeRawBufferPointer(start: base + Self.headroom, count: count))
    }

    /// The content from `start` (0 is the first byte written), valid until the buffer changes.
    @usableFromInline
    func bytes(from start: Int, count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Self.headroom + start, count: count)
    }

    /// Hands the memory over, with `headroom` free bytes before the content: free it with `free`.
    public consuming func take() -> (base: UnsafeMutableRawPointer, headroom: Int, count: Int) {
        // What is handed over may be kept for long: a large rest goes back. To shrink is done in place.
        let shrunk = capacity - end > 4_096 ? realloc(base, end) : nil
        let taken = (base: shrunk ?? base, headroom: Self.headroom, count: count)
        discard self
        return taken
    }

    public var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Takes back what was written after the first `count` bytes.
    public mutating func truncate(to count: Int) { end = Self.headroom + count }

    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        // Without memory for an answer there is nothing left to do, not even to say so.
        guard let pointer = malloc(size) else { preconditionFailure("out of memory") }
        return pointer
    }

    @usableFromInline
    mutating func grow(_ needed: Int) {
        let size = max(capacity * 2, end + needed)
        guard let pointer = realloc(base, size) else { preconditionFailure("out of memory") }
        base = pointer
        capacity = size
    }

    @inlinable @inline(__always)
    mutating func reserve(_ needed: Int) {
        if capacity - end < needed { grow(needed) }
    }

    @inlinable @inline(__always)
    public mutating func byte(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
    }

    /// Bytes that are JSON already.
    @inlinable
    public mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        memcpy(base + end, start, bytes.count)
        end += bytes.count
    }

    /// The first `count` of 32 bytes that are JSON already: two stores instead of a call.
    @inlinable @inline(__always)
    mutating func padded(_ low: SIMD16<UInt8>, _ high: SIMD16<UInt8>, count: Int) {
        reserve(32)
        base.storeBytes(of: low, toByteOffset: end, as: SIMD16<UInt8>.self)
        base.storeBytes(of: high, toByteOffset: end + 16, as: SIMD16<UInt8>.self)
        end += count
    }

    public mutating func raw(_ text: StaticString) {
        raw(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Text that is JSON already.
    public mutating func raw(_ text: String) {
        var text = text
        text.withUTF8 { raw(UnsafeRawBufferPointer($0)) }
    }

    /// What `other` holds.
    public mutating func raw(_ other: borrowing JSONBuffer) {
        raw(other.bytes(from: 0, count: other.count))
    }

    public mutating func open() { byte(UInt8(ascii: "{")) }
    public mutating func close() { byte(UInt8(ascii: "}")) }
    public mutating func openArray() { byte(UInt8(ascii: "[")) }
    public mutating func closeArray() { byte(UInt8(ascii: "]")) }

    /// A comma, unless nothing stands before it in this object or array.
    @inlinable
    public mutating func comma() {
        guard end > Self.headroom else { return }
        let last = base.load(fromByteOffset: end - 1, as: UInt8.self)
        if last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != UInt8(ascii: ",") { byte(UInt8(ascii: ",")) }
    }

    /// A member's name, with the comma before it where one is due.
    public mutating func key(_ name: String) {
        comma()
        string(name)
        byte(UInt8(ascii: ":"))
    }

    public mutating func null() { raw("null" as StaticString) }
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false" as StaticString) }

    public mutating func integer(_ value: Int) {
        // Twenty digits and a sign are the most that 64 bits have.
        reserve(21)
        if value < 0 { byte(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var digits = 1
        var power: UInt = 10
        while digits < 20, rest >= power {
            digits += 1
            let (next, overflow) = power.multipliedReportingOverflow(by: 10)
            if overflow { break }
            power = next
        }
        var position = end + digits
        repeat {
            position -= 1
            base.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: position, as: UInt8.self)
            rest /= 10
        } while rest > 0
        end += digits
    }

    /// A finite number, in the shortest form that reads back as the same Double; without a fraction where it has none.
    public mutating func number(_ value: Double) {
        if value.magnitude < 0x1p53, let integer = Int(exactly: value) {
            self.integer(integer)
        } else {
            raw(value.description)
        }
    }

    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// A string value from valid UTF-8, escaped as RFC 8259 §7 asks for and no further.
    @inlinable
    public mutating func string(utf8 text: UnsafeRawBufferPointer) {
        // Each byte takes six at the most (\u0000); the two marks stand around them.
        reserve(text.count + 2)
        byte(UInt8(ascii: "\""))
        escape(text)
        byte(UInt8(ascii: "\""))
    }

    @inlinable
    mutating func escape(_ text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else { return }
        var done = 0
        var index = 0
        while index < text.count {
            if text.count - index >= 8 {
                let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if !Self.needsEscape(word) {
                    index += 8
                    continue
                }
            }
            let value = start.load(fromByteOffset: index, as: UInt8.self)
            if value < 0x20 || value == UInt8(ascii: "\"") || value == UInt8(ascii: "\\") {
                raw(UnsafeRawBufferPointer(start: start + done, count: index - done))
                escape(byte: value)
                done = index + 1
            }
            index += 1
        }
        raw(UnsafeRawBufferPointer(start: start + done, count: text.count - done))
    }

    /// Whether one of eight bytes is a control character, a quotation mark or a backslash: the exact zero-byte test
    /// of each difference (Bit Twiddling Hacks, "Determine if a word has a zero byte" and "a byte less than n").
    @inlinable @inline(__always)
    static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        return ((quote &- ones) & ~quote | (slash &- ones) & ~slash | control) & high != 0
    }

    @usableFromInline
    mutating func escape(byte value: UInt8) {
        byte(UInt8(ascii: "\\"))
        switch value {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte(value)
        case 0x08: byte(UInt8(ascii: "b"))
        case 0x09: byte(UInt8(ascii: "t"))
        case 0x0A: byte(UInt8(ascii: "n"))
        case 0x0C: byte(UInt8(ascii: "f"))
        case 0x0D: byte(UInt8(ascii: "r"))
        default:
            raw("u00" as StaticString)
            byte(UInt8(ascii: "0") + value >> 4)
            let low = value & 15
            byte(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }

    /// A value as it was read.
    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let number): raw(number.text)
        case .string(let text): string(text)
        case .array(let values):
            openArray()
            for (index, value) in values.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                self.value(value)
            }
            closeArray()
        case .object(let object):
            open()
            for (index, member) in object.members.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                string(member.name)
                byte(UInt8(ascii: ":"))
                self.value(member.value)
            }
            close()
        }
    }
}

extension JSON {
    /// The value as JSON text without white space.
    public var text: String {
        var buffer = JSONBuffer(capacity: 256)
        buffer.value(self)
        return buffer.string
    }
}
