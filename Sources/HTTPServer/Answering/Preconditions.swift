/// Whether the conditions of a GET or HEAD are met, in the order of RFC 9110 §13.2.2.
enum Preconditions {
    enum Outcome: Equatable {
        case proceed
        /// 304: the client has this representation already.
        case notModified
        /// 412.
        case failed
    }

    /// - Parameters:
    ///   - tag: the entity tag of the representation that would be sent, coded as it would be; nil when it has none.
    ///   - plainTag: that of its plain form, which If-Match may also name.
    ///   - lastModified: seconds since 1970.
    ///   - now: the present, in seconds since 1970.
    static func evaluate(
        _ received: ReceivedHead, tag: String?, plainTag: String?, lastModified: Int?, now: Int
    ) -> Outcome {
        let conditions = received.head.conditions
        if conditions.contains(.ifMatch) {
            var isNamed = false
            received.forEachValue(of: "if-match") { value in
                if value.equals("*") { isNamed = true }
                guard let plainTag else { return }
                if EntityTag.list(value, names: plainTag, weakly: false, inAnyCoding: true) { isNamed = true }
            }
            if !isNamed { return .failed }
        } else if conditions.contains(.ifUnmodifiedSince), let lastModified {
            if let date = date("if-unmodified-since", received, now), lastModified > date { return .failed }
        }
        if conditions.contains(.ifNoneMatch) {
            var isNamed = false
            received.forEachValue(of: "if-none-match") { value in
                if value.equals("*") { isNamed = true }
                guard let tag else { return }
                if EntityTag.list(value, names: tag, weakly: true, inAnyCoding: false) { isNamed = true }
            }
            if isNamed { return .notModified }
        } else if conditions.contains(.ifModifiedSince), let lastModified {
            if let date = date("if-modified-since", received, now), lastModified <= date { return .notModified }
        }
        return .proceed
    }

    /// Whether a Range is to be honoured (§13.1.5): always without If-Range, else only for the very representation that
    /// the client has a part of.
    static func rangeApplies(_ received: ReceivedHead, tag: String?, lastModified: Int?, now: Int) -> Bool {
        guard received.head.conditions.contains(.ifRange) else { return true }
        var (count, applies) = (0, false)
        received.forEachValue(of: "if-range") { value in
            count += 1
            if value.count > 0, value[0] == UInt8(ascii: "\"") {
                // One tag, not a list of them.
                guard let tag, value.count == tag.utf8.count + 2 else { return }
                applies = EntityTag.list(value, names: tag, weakly: false, inAnyCoding: false)
            } else if let lastModified, let date = DateField.seconds(value, now: now) {
                // A date is a strong validator when the representation had not changed for a second (§8.8.2.2).
                applies = date == lastModified && lastModified < now - 1
            }
        }
        return count == 1 && applies
    }

    /// A date field's value; what is not a date, or stands twice, is no condition (§13.1.3).
    private static func date(_ name: StaticString, _ received: ReceivedHead, _ now: Int) -> Int? {
        var dates: [Int?] = []
        received.forEachValue(of: name) { dates.append(DateField.seconds($0, now: now)) }
        return dates.count == 1 ? dates[0] : nil
    }
}
