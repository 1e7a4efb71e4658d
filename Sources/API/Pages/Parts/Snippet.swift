internal import Knowledge

/// A snippet in pieces: which of them matched is a flag beside the text, never markup in it.
enum Snippet {
    static func segments(_ snippet: JSON?) -> [View] {
        guard let text = snippet?.text("text") else { return [] }
        let scalars = Array(text.unicodeScalars)
        var segments: [View] = []
        var position = 0
        func add(upTo end: Int, isMatch: Bool) {
            guard end > position else { return }
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[position..<end])
            segments.append(["text": String(piece), "isMatch": isMatch])
            position = end
        }
        for mark in snippet?.items("marks") ?? [] {
            guard let bounds = mark.array, bounds.count == 2, let start = bounds[0].integer,
                let end = bounds[1].integer,
                position <= start, start < end, end <= scalars.count
            else { continue }
            add(upTo: start, isMatch: false)
            add(upTo: end, isMatch: true)
        }
        add(upTo: scalars.count, isMatch: false)
        return segments
    }
}
