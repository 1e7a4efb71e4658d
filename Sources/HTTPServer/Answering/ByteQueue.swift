#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Bytes that are added at the end and taken from the front; holds no memory while it is empty and was released.
struct ByteQueue: ~Copyable {
    private var memory: UnsafeMutableRawPointer?
    private(set) var capacity = 0
    private var start = 0
    private var end = 0

    init() {}

    deinit {
        free(memory)
    }

    var count: Int { end &- start }
    var isEmpty: Bool { start == end }

    /// The bytes; valid until the next change.
    var bytes: UnsafeRawBufferPointer {
        guard let memory else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: memory + start, count: end &- start)
    }

    /// Room for `count` more bytes; they belong to the queue once `commit` has been called.
    @inline(__always)
    mutating func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        if let memory, capacity &- end >= count { return memory + end }
        return grow(count)
    }

    private mutating func grow(_ more: Int) -> UnsafeMutableRawPointer {
        let present = count
        if let memory, capacity >= present + more, start >= present {
            memmove(memory, memory + start, present)
            start = 0
            end = present
            return memory + end
        }
        let larger = max(256, capacity * 2, present + more)
        let fresh = allocate(larger)
        if let memory {
            memcpy(fresh, memory + start, present)
            free(memory)
        }
        memory = fresh
        capacity = larger
        start = 0
        end = present
        return fresh + end
    }

    @inline(__always)
    mutating func commit(_ count: Int) {
        end &+= count
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        memcpy(reserve(bytes.count), base, bytes.count)
        end &+= bytes.count
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a text's UTF-8.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a field's value; control characters, which would end the field, become spaces.
    mutating func append(fieldValue text: String) {
        let first = count
        append(text)
        guard let memory else { return }
        for index in (start + first)..<end {
            let byte = memory.load(fromByteOffset: index, as: UInt8.self)
            if !Grammar.isFieldValue(byte) { memory.storeBytes(of: 0x20, toByteOffset: index, as: UInt8.self) }
        }
    }

    mutating func append(byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        end &+= 1
    }

    /// Appends a number that is not negative, in decimal or hexadecimal.
    mutating func append(_ number: Int, radix: Int = 10) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { digits in
            var position = digits.count
            var rest = number
            repeat {
                position -= 1
                let digit = UInt8(truncatingIfNeeded: rest % radix)
                digits[position] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
                rest /= radix
            } while rest > 0
            append(UnsafeRawBufferPointer(rebasing: digits[position...]))
        }
    }

    /// Appends a date, and says where it stands.
    mutating func append(date seconds: Int) {
        let room = UnsafeMutableRawBufferPointer(start: reserve(DateField.count), count: DateField.count)
        DateField.write(seconds, to: room)
        end &+= DateField.count
    }

    /// Overwrites bytes, counted from the front.
    mutating func replace(at offset: Int, with bytes: UnsafeRawBufferPointer) {
        guard let memory, let base = bytes.baseAddress else { return }
        precondition(offset >= 0 && start + offset + bytes.count <= end)
        memcpy(memory + start + offset, base, bytes.count)
    }

    @inline(__always)
    mutating func removeFirst(_ count: Int) {
        start &+= count
        if start == end {
            start = 0
            end = 0
        }
    }

    mutating func removeAll() {
        start = 0
        end = 0
    }

    /// Gives the memory back if nothing is in it.
    mutating func releaseIfEmpty() {
        guard isEmpty, memory != nil else { return }
        free(memory)
        memory = nil
        capacity = 0
        start = 0
        end = 0
    }
}
