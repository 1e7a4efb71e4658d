/// Dates and periods of ISO 8601, by their bytes.
public enum Period {
    /// Whether `text` is a day that exists: `2024-02-29`.
    public static func isDay(_ text: String) -> Bool {
        let parts = numbers(text)
        return parts?.count == 3
    }

    /// Whether `text` is a year, a month or a day: `2018`, `2018-05`, `2018-05-31`.
    public static func isPoint(_ text: String) -> Bool { numbers(text) != nil }

    /// Whether `text` is a point, or two of them with a slash between, the first no later than the second.
    public static func isPeriod(_ text: String) -> Bool {
        let halves = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        switch halves.count {
        case 1: return isPoint(text)
        case 2:
            guard let from = numbers(String(halves[0]) ?? ""), let to = numbers(String(halves[1]) ?? "") else {
                return false
            }
            return !to.lexicographicallyPrecedes(from) || from.starts(with: to)
        default: return false
        }
    }

    /// Year, month, day: as many as are given; nil where one of them does not exist.
    private static func numbers(_ text: String) -> [Int]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, [4, 2, 2]) {
            guard part.count == width, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        if numbers.count > 1, !(1...12).contains(numbers[1]) { return nil }
        if numbers.count > 2, !(1...days(in: numbers[1], of: numbers[0])).contains(numbers[2]) { return nil }
        return numbers
    }

    /// The proleptic Gregorian calendar, as ISO 8601 has it.
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
