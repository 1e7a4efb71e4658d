/// A text reduced to what counts when words are compared, with the way back to where each of it stood.
///
/// Characters of one ``CharacterKind`` are written as one, a run of white space as one space, and canonically
/// equivalent sequences alike (é as e and U+0301: Unicode's normalization form D). Case and diacritics stay.
///
/// ```swift
/// FoldedText("“Tajik’s\u{A0}\n\nside” – no").string  // "Tajik's side" - no
/// ```
public struct FoldedText: Sendable {
    /// The folded text in UTF-8.
    public let bytes: [UInt8]

    /// For each of ``bytes``, the position in the original, in code points, of the one that it came from: for a space,
    /// of the first of its run. One more stands at the end: the original's length.
    public let origins: [UInt32]

    /// The folded text as a string.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Folds `text`, in time linear in its length.
    public init(_ text: String) {
        var folding = Folding(capacity: text.utf8.count)
        let decompositions = CanonicalDecomposition.all
        var position: UInt32 = 0
        for scalar in text.unicodeScalars {
            folding.append(scalar, at: position, decompositions: decompositions)
            position += 1
        }
        folding.flushMarks()
        (bytes, origins) = folding.finish(at: position)
    }
}

/// The state of one pass over a text.
private struct Folding: ~Copyable {
    /// Written by hand: an array asks at each byte whether it is the only owner and has room.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var origins: UnsafeMutablePointer<UInt32>
    private var count = 0
    private var capacity: Int

    /// Combining marks after the last starter, which the canonical ordering may exchange (The Unicode Standard, D109).
    private var marks: [(scalar: Unicode.Scalar, order: UInt8, origin: UInt32)] = []
    private var endsWithSpace = false

    init(capacity: Int) {
        self.capacity = capacity + capacity / 8 + 16
        bytes = .allocate(capacity: self.capacity)
        origins = .allocate(capacity: self.capacity)
    }

    deinit {
        bytes.deallocate()
        origins.deallocate()
    }

    /// What was written, with the original's length behind the origins.
    consuming func finish(at end: UInt32) -> (bytes: [UInt8], origins: [UInt32]) {
        let text = Array(UnsafeBufferPointer(start: bytes, count: count))
        put(0, end)
        return (text, Array(UnsafeBufferPointer(start: origins, count: count)))
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8, _ origin: UInt32) {
        if count == capacity { grow() }
        bytes[count] = byte
        origins[count] = origin
        count += 1
    }

    private mutating func grow() {
        let (oldBytes, oldOrigins) = (bytes, origins)
        capacity *= 2
        bytes = .allocate(capacity: capacity)
        origins = .allocate(capacity: capacity)
        bytes.update(from: oldBytes, count: count)
        origins.update(from: oldOrigins, count: count)
        oldBytes.deallocate()
        oldOrigins.deallocate()
    }

    mutating func append(
        _ scalar: Unicode.Scalar, at position: UInt32, decompositions: borrowing CanonicalDecomposition
    ) {
        if scalar.isPlainLetterOrDigit {
            // Most of most texts: of no kind, and not to be taken apart.
            if !marks.isEmpty { flushMarks() }
            put(UInt8(truncatingIfNeeded: scalar.value), position)
            endsWithSpace = false
            return
        }
        if scalar.value >= 0xC0, let sequence = decompositions[scalar] {
            for part in sequence {
                appendDecomposed(part, at: position)
            }
        } else {
            appendDecomposed(scalar, at: position)
        }
    }

    private mutating func appendDecomposed(_ scalar: Unicode.Scalar, at position: UInt32) {
        if scalar.mayCombine {
            let order = scalar.properties.canonicalCombiningClass.rawValue
            if order != 0 {
                marks.append((scalar, order, position))
                return
            }
        }
        flushMarks()
        guard let representative = CharacterKind(scalar).representative else {
            write(scalar, origin: position)
            endsWithSpace = false
            return
        }
        let isSpace = representative == UInt8(ascii: " ")
        if isSpace && endsWithSpace { return }
        put(representative, position)
        endsWithSpace = isSpace
    }

    /// Writes the pending marks in canonical order. The sort is stable by construction: equal orders keep their
    /// origin's order, which is part of the key.
    mutating func flushMarks() {
        if marks.isEmpty { return }
        if marks.count > 1 {
            let ordered = marks.enumerated().sorted {
                ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
            }
            marks = ordered.map(\.element)
        }
        for mark in marks { write(mark.scalar, origin: mark.origin) }
        marks.removeAll(keepingCapacity: true)
        endsWithSpace = false
    }

    private mutating func write(_ scalar: Unicode.Scalar, origin: UInt32) {
        if scalar.isASCII {
            put(UInt8(truncatingIfNeeded: scalar.value), origin)
        } else {
            for byte in UTF8.encode(scalar).unsafelyUnwrapped { put(byte, origin) }
        }
    }
}

extension Unicode.Scalar {
    /// a to z, A to Z, 0 to 9.
    fileprivate var isPlainLetterOrDigit: Bool {
        (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10
    }

    /// Whether the code point's combining class needs to be asked for: not for the blocks of the large scripts, in
    /// which no code point has one.
    fileprivate var mayCombine: Bool {
        switch value {
        case ..<0x300, 0x370...0x482, 0x48A...0x590, 0x3400...0xA66E, 0xAC00...0xD7FF: false
        default: true
        }
    }
}
