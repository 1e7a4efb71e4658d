/// Times of RFC 3339, by their bytes.
public enum Timestamp {
    /// `text` in UTC and with milliseconds, as times are stored, so that texts can be compared: `2024-05-31T12:00:00.000Z`.
    /// A day stands for its end. nil where it is no time.
    ///
    /// <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
    public static func canonical(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, Period.isDay(String(decoding: bytes[..<10], as: UTF8.self)) else { return nil }
        if bytes.count == 10 { return "\(text)T23:59:59.999Z" }
        func number(_ start: Int) -> Int? {
            guard start + 2 <= bytes.count, bytes[start].isDigit, bytes[start + 1].isDigit else { return nil }
            return Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30)
        }
        func isThere(_ byte: UInt8, _ place: Int) -> Bool { place < bytes.count && bytes[place] | 0x20 == byte | 0x20 }
        guard isThere(UInt8(ascii: "T"), 10), let hour = number(11), isThere(UInt8(ascii: ":"), 13),
            let minute = number(14), isThere(UInt8(ascii: ":"), 16), let second = number(17), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        var place = 19
        var milliseconds = 0
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            let start = place + 1
            place = start
            while place < bytes.count, bytes[place].isDigit { place += 1 }
            guard place > start, place - start <= 9 else { return nil }
            for index in start..<start + 3 {
                milliseconds = milliseconds * 10 + (index < place ? Int(bytes[index] - 0x30) : 0)
            }
        }
        var offset = 0
        if isThere(UInt8(ascii: "Z"), place) {
            place += 1
        } else if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
            guard let hours = number(place + 1), isThere(UInt8(ascii: ":"), place + 3), let minutes = number(place + 4),
                hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "-") ? -1 : 1)
            place += 6
        } else {
            return nil
        }
        guard place == bytes.count else { return nil }
        let day = days(
            Int(text.prefix(4)) ?? 0, Int(String(decoding: bytes[5..<7], as: UTF8.self)) ?? 1,
            Int(String(decoding: bytes[8..<10], as: UTF8.self)) ?? 1)
        return written(seconds: day * 86_400 + hour * 3_600 + minute * 60 + min(second, 59) - offset * 60, milliseconds)
    }

    /// Days from 1 January of year 0 in the proleptic Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        var days = year * 365 + (year > 0 ? (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1 : 0)
        for month in 1..<month { days += Period.days(in: month, of: year) }
        return days + day - 1
    }

    private static func written(seconds: Int, _ milliseconds: Int) -> String? {
        var rest = Int((Double(seconds) / 86_400).rounded(.down))
        let ofDay = seconds - rest * 86_400
        guard rest >= 0 else { return nil }
        var year = rest / 366
        while days(year + 1, 1, 1) <= rest { year += 1 }
        guard year <= 9_999 else { return nil }
        rest -= days(year, 1, 1)
        var month = 1
        while rest >= Period.days(in: month, of: year) {
            rest -= Period.days(in: month, of: year)
            month += 1
        }
        func digits(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(rest + 1, 2))T\(digits(ofDay / 3_600, 2)):"
            + "\(digits(ofDay / 60 % 60, 2)):\(digits(ofDay % 60, 2)).\(digits(milliseconds, 3))Z"
    }
}
