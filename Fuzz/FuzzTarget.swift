/// A part of Sourcebook that reads what strangers send, and what must hold of whatever it is given.
protocol FuzzTarget {
    /// What it is called on the command line.
    static var name: String { get }
    /// Inputs to begin with.
    static var seeds: [[UInt8]] { get }
    /// Words that inputs are made of: libFuzzer's dictionary.
    static var words: [String] { get }
    /// How many bytes an input has at the most.
    static var longest: Int { get }

    /// Takes an input; ends the process with ``finding(_:)`` where something does not hold.
    static func run(_ bytes: UnsafeRawBufferPointer)
}

/// Something that must not be: libFuzzer keeps the input that led here.
func finding(_ what: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line) -> Never {
    fatalError(what(), file: file, line: line)
}

/// Holds for every input, or is a finding.
func must(
    _ holds: Bool, _ what: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line
) {
    if !holds { finding(what(), file: file, line: line) }
}

extension UnsafeRawBufferPointer {
    /// Without the first byte, which chooses something, and that byte; nil where there is none. The rest ends where the
    /// input does, so that AddressSanitizer sees a read past it.
    var choiceAndRest: (choice: UInt8, rest: UnsafeRawBufferPointer)? {
        count > 0 ? (self[0], UnsafeRawBufferPointer(rebasing: self[1...])) : nil
    }
}

/// Sets of bytes by their characters, for the naive readers.
func isOne(_ byte: UInt8, of characters: StaticString) -> Bool {
    for index in 0..<characters.utf8CodeUnitCount where characters.utf8Start[index] == byte { return true }
    return false
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    isOne(byte, of: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

func isHexadecimal(_ byte: UInt8) -> Bool { isOne(byte, of: "0123456789abcdefABCDEF") }

func isTokenByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || isOne(byte, of: "!#$%&'*+-.^_`|~") }

/// `field-content`'s bytes: visible ones, space, tab and those from 128.
func isValueByte(_ byte: UInt8) -> Bool { byte == 9 || byte >= 32 && byte != 127 }

func lowercased(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: Unicode.ASCII.self)
}

func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    Array(Array(bytes.drop { $0 == 32 || $0 == 9 }).reversed().drop { $0 == 32 || $0 == 9 }.reversed())
}

/// The parts between separators, empty ones too.
func parts(_ bytes: some Collection<UInt8>, at separator: Character) -> [[UInt8]] {
    bytes.split(separator: separator.asciiValue ?? 0, omittingEmptySubsequences: false).map { Array($0) }
}

/// Where a line ends: the first CR LF from `start` on.
func lineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + 1 < bytes.count {
        if bytes[index] == 13, bytes[index + 1] == 10 { return index }
        index += 1
    }
    return nil
}
