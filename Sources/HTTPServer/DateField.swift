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

    private static func floorDivide(_ a: Int, _ b: Int) -> Int {
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
