import Foundation

@testable import HTTPServer

/// RFC 9110 §13 and §14 by the letter, for one representation.
struct NaiveConditions {
    let head: NaiveHead
    let tag: String?
    let changed: Int?
    let now: Int

    // MARK: Preconditions (§13.2.2)

    /// Nil where a list is none by the grammar: then more than one reading is right.
    var outcome: Preconditions.Outcome? {
        let match = head.values("if-match")
        let noneMatch = head.values("if-none-match")
        if !match.isEmpty {
            guard let tags = Self.tags(match) else { return nil }
            let isNamed =
                tags == [.any] || tags.contains { $0 == .strong(tag) || $0 == .strong(tag.map { $0 + "-gzip" }) }
            if !isNamed { return .failed }
        } else if let changed, let date = onlyDate("if-unmodified-since"), changed > date {
            return .failed
        }
        if !noneMatch.isEmpty {
            guard let tags = Self.tags(noneMatch) else { return nil }
            if tags == [.any] || tags.contains(where: { $0 == .strong(tag) || $0 == .weak(tag) }) {
                return .notModified
            }
        } else if let changed, let date = onlyDate("if-modified-since"), changed <= date {
            return .notModified
        }
        return .proceed
    }

    /// §13.1.5
    var rangeApplies: Bool {
        let values = head.values("if-range")
        if values.isEmpty { return true }
        guard values.count == 1 else { return false }
        if values[0].first == UInt8(ascii: "\"") { return tag.map { values[0] == Array("\"\($0)\"".utf8) } ?? false }
        guard let changed, let date = Self.date(values[0], now: now) else { return false }
        return date == changed && changed < now - 1
    }

    private func onlyDate(_ name: String) -> Int? {
        let values = head.values(name)
        return values.count == 1 ? Self.date(values[0], now: now) : nil
    }

    private enum Tag: Equatable {
        case any
        case strong(String?)
        case weak(String?)
    }

    /// `"*" / #entity-tag`, and nil for anything else. Tags compare by their bytes; those here are ASCII, and what isn't
    /// can't be the one sought.
    private static func tags(_ values: [[UInt8]]) -> [Tag]? {
        // A tag that begins in one field line and ends in another is a tag to who joins them with a comma, and none to who
        // joins them with a comma and a space (RFC 9110 §5.3).
        if values.count > 1, values.contains(where: { Self.tags([$0]) == nil }) { return nil }
        var rest = Array(values.joined(separator: [UInt8(ascii: ",")]))[...]
        if trimmed(rest).elementsEqual("*".utf8) { return [.any] }
        var tags: [Tag] = []
        while true {
            rest = rest.drop { isOne($0, of: " \t,") }
            if rest.isEmpty { return tags }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.popFirst() == UInt8(ascii: "\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")),
                rest[..<end].allSatisfy({ $0 > 32 && $0 != 127 })
            else { return nil }
            let opaque = String(decoding: rest[..<end], as: UTF8.self)
            tags.append(isWeak ? .weak(opaque) : .strong(opaque))
            rest = rest[(end + 1)...].drop { isOne($0, of: " \t") }
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    // MARK: Range (§14.1.2)

    static func range(_ value: [UInt8], count: Int) -> ByteRange {
        let text = String(decoding: value, as: UTF8.self)
        guard value.allSatisfy({ $0 < 128 }), text.lowercased().hasPrefix("bytes=") else { return .whole }
        let ends = parts(trimmed(value.dropFirst(6)), at: "-")
        guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy { isOne($0, of: "0123456789") } }) else { return .whole }
        // What doesn't fit is as good as the largest.
        let numbers = ends.map { digits in
            digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF8.self)) ?? Int.max
        }
        switch (numbers[0], numbers[1]) {
        case (nil, nil): return .whole
        case (nil, let last?): return last == 0 || count == 0 ? .unsatisfiable : .part(max(0, count - last)..<count)
        case (let first?, let last):
            if let last, last < first { return .whole }
            if first >= count { return .unsatisfiable }
            return .part(first..<(last.map { min($0, count - 1) + 1 } ?? count))
        }
    }

    // MARK: Accept-Encoding (§12.5.3)

    /// Weights in thousandths. `statedIdentity` is 0 where nothing is said of it by name.
    static func codings(_ values: [[UInt8]]) -> (gzip: Int, identity: Int, statedIdentity: Int) {
        var weights: [String: Int] = [:]
        for element in values.flatMap({ parts($0, at: ",") }) {
            let halves = parts(element, at: ";").map(trimmed)
            guard halves.count <= 2, !halves[0].isEmpty, halves[0].allSatisfy(isTokenByte) else { continue }
            guard let weight = halves.count == 1 ? 1000 : weight(halves[1]) else { continue }
            let name = lowercased(halves[0])
            weights[name == "x-gzip" ? "gzip" : name] = weight
        }
        let any = weights["*"]
        return (
            weights["gzip"] ?? any ?? 0, values.isEmpty ? 1000 : weights["identity"] ?? any ?? 1000,
            weights["identity"] ?? 0
        )
    }

    private static func weight(_ parameter: [UInt8]) -> Int? {
        guard lowercased(parameter.prefix(2)) == "q=" else { return nil }
        let text = String(decoding: parameter.dropFirst(2), as: UTF8.self)
        guard (1...5).contains(text.utf8.count), text.utf8.dropFirst().first ?? UInt8(ascii: ".") == UInt8(ascii: "."),
            "01".contains(text.prefix(1)), text.utf8.dropFirst(2).allSatisfy({ isOne($0, of: "0123456789") }),
            let value = Double(text.hasSuffix(".") ? text + "0" : text), value <= 1
        else { return nil }
        return Int((value * 1000).rounded())
    }

    // MARK: Dates (§5.6.7)

    private static let shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let longDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// By its words, with the system's own calendar. The day of the week is a word that says nothing.
    static func date(_ value: [UInt8], now: Int) -> Int? {
        guard value.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return nil }
        let words = parts(value, at: " ").map { String(decoding: $0, as: UTF8.self) }
        if words.count == 6, words[0].hasSuffix(","), shortDays.contains(String(words[0].dropLast())), words[5] == "GMT"
        {
            return seconds(words[1], words[2], number(words[3], 4), words[4])
        }
        if words.count == 4, words[0].hasSuffix(","), longDays.contains(String(words[0].dropLast())), words[3] == "GMT"
        {
            let day = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard day.count == 3, let short = number(day[2], 2) else { return nil }
            let thisYear = 1970 + now / 31_556_952
            // Of this century, unless that is more than 50 years ahead.
            let year = thisYear / 100 * 100 + short
            return seconds(day[0], day[1], year > thisYear + 50 ? year - 100 : year, words[2])
        }
        if words.count == 6, shortDays.contains(words[0]), words[2].isEmpty, words[3].count == 1 {
            return seconds("0" + words[3], words[1], number(words[5], 4), words[4])
        }
        if words.count == 5, shortDays.contains(words[0]) {
            return seconds(words[2], words[1], number(words[4], 4), words[3])
        }
        return nil
    }

    private static func number(_ text: String, _ digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { isOne($0, of: "0123456789") } ? Int(text) : nil
    }

    private static func seconds(_ day: String, _ month: String, _ year: Int?, _ clock: String) -> Int? {
        let time = clock.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), 2) }
        guard let day = number(day, 2), let month = months.firstIndex(of: month), let year, time.count == 3,
            let hour = time[0], let minute = time[1], let second = time[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        var parts = tm()
        parts.tm_mday = Int32(day)
        parts.tm_mon = Int32(month)
        parts.tm_year = Int32(year - 1900)
        let midnight = timegm(&parts)
        // A day that isn't there comes out as another one.
        guard parts.tm_mday == Int32(day), parts.tm_mon == Int32(month) else { return nil }
        return midnight + hour * 3600 + minute * 60 + second
    }
}
