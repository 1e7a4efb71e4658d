/// Dates as HTTP writes them (RFC 9110 §5.6.7), by integer arithmetic.
public enum DateField {
    /// Days of the week, from Sunday, and months.
    private static let weekdays: StaticString = "SunMonTueWedThuFriSat"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// How many bytes an IMF-fixdate has.
    static let count = 29

    /// `Sun, 06 Nov 1994 08:49:37 GMT` from seconds since 1970.
    public static func string(_ seconds: Int) -> String {
        String(unsafeUninitializedCapacity: count) { buffer in
            write(seconds, to: UnsafeMutableRawBufferPointer(buffer))
            return count
        }
    }

    /// Writes the 29 bytes of an IMF-fixdate. Years outside 0 to 9999 are taken as the nearest of these.
    static func write(_ seconds: Int, to out: UnsafeMutableRawBufferPointer) {
        let seconds = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let days = floorDivide(seconds, 86_400)
        let time = seconds - days * 86_400
        let (year, month, day) = civil(days)
        let weekday = (days + 4) - floorDivide(days + 4, 7) * 7

        func letters(_ text: StaticString, _ index: Int, at offset: Int) {
            for i in 0..<3 { out[offset + i] = text.utf8Start[index * 3 + i] }
        }
        func digits(_ value: Int, at offset: Int) {
            out[offset] = UInt8(truncatingIfNeeded: 48 + value / 10)
            out[offset + 1] = UInt8(truncatingIfNeeded: 48 + value % 10)
        }
        letters(weekdays, weekday, at: 0)
        out[3] = UInt8(ascii: ",")
        out[4] = UInt8(ascii: " ")
        digits(day, at: 5)
        out[7] = UInt8(ascii: " ")
        letters(months, month - 1, at: 8)
        out[11] = UInt8(ascii: " ")
        digits(year / 100, at: 12)
        digits(year % 100, at: 14)
        out[16] = UInt8(ascii: " ")
        digits(time / 3600, at: 17)
        out[19] = UInt8(ascii: ":")
        digits(time / 60 % 60, at: 20)
        out[22] = UInt8(ascii: ":")
        digits(time % 60, at: 23)
        out[25] = UInt8(ascii: " ")
        out[26] = UInt8(ascii: "G")
        out[27] = UInt8(ascii: "M")
        out[28] = UInt8(ascii: "T")
    }

    fileprivate static func floorDivide(_ a: Int, _ b: Int) -> Int {
        a >= 0 ? a / b : -((b - 1 - a) / b)
    }

    /// The Gregorian date of a day counted from 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = floorDivide(z, 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension DateField {
    /// Reads a date in any of the three forms that a recipient must take (RFC 9110 §5.6.7): IMF-fixdate, RFC 850's, and
    /// asctime's. A year of two digits lies at most 50 years ahead of `now`.
    ///
    /// - Returns: seconds since 1970, or nil for anything else, and for dates that don't exist.
    static func seconds(_ bytes: UnsafeRawBufferPointer, now: Int) -> Int? {
        var reader = DateReader(bytes: bytes.trimmed)
        return reader.date(now: now)
    }

    /// The day, counted from 1970-01-01, of a Gregorian date (H. Hinnant).
    fileprivate static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Reads a date from the front of some bytes.
private struct DateReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    private static let weekdays: [StaticString] = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    mutating func date(now: Int) -> Int? {
        var (year, month, day): (Int, Int, Int)
        var time: Int
        guard let isLong = weekday() else { return nil }
        if take(",") {
            // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 08:49:37 GMT
            let separator: StaticString = isLong ? "-" : " "
            guard take(" "), let d = number(2), take(separator), let m = self.month(), take(separator),
                let y = number(isLong ? 2 : 4), take(" "), let t = clock(), take(" "), take("G"), take("M"), take("T")
            else { return nil }
            (year, month, day, time) = (y, m, d, t)
            if isLong {
                let thisYear = 1970 + now / 31_556_952
                year += thisYear / 100 * 100
                if year > thisYear + 50 { year -= 100 }
            }
        } else {
            // Sun Nov  6 08:49:37 1994
            guard !isLong, take(" "), let m = self.month(), take(" ") else { return nil }
            guard let d = take(" ") ? number(1) : number(2) else { return nil }
            guard take(" "), let t = clock(), take(" "), let y = number(4) else { return nil }
            (year, month, day, time) = (y, m, d, t)
        }
        guard position == bytes.count, day >= 1 else { return nil }
        let days = DateField.day(year, month, day)
        let next = month == 12 ? DateField.day(year + 1, 1, 1) : DateField.day(year, month + 1, 1)
        guard days < next else { return nil }
        return days * 86_400 + time
    }

    private mutating func take(_ letter: StaticString) -> Bool {
        guard position < bytes.count, bytes[position] == letter.utf8Start.pointee else { return false }
        position += 1
        return true
    }

    private mutating func word(_ word: StaticString, _ count: Int) -> Bool {
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    /// - Returns: whether the name is written out.
    private mutating func weekday() -> Bool? {
        for name in Self.weekdays {
            if word(name, name.utf8CodeUnitCount) { return true }
            if word(name, 3) { return false }
        }
        return nil
    }

    private mutating func month() -> Int? {
        for (index, name) in Self.months.enumerated() where word(name, 3) { return index + 1 }
        return nil
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<position + digits] {
            guard Grammar.isDigit(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += digits
        return number
    }

    /// hh:mm:ss, with 60 for a leap second.
    private mutating func clock() -> Int? {
        guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
