internal import Foundation
internal import Store

/// The texts that passages were last looked for in, made ready: who enters an article's quotes one by one does not have
/// its whole text folded for each.
///
/// Kept with the writer's connection. What is found is by the text's own bytes, so that nothing an edit or a rollback
/// does makes it wrong.
final class RecentTexts {
    /// The last used comes last.
    private var indexes: [PassageIndex] = []

    private static let count = 16
    /// Bytes of a text that is kept: made ready it takes about ten times as many.
    private static let longest = 64 * 1024

    static func of(_ connection: Connection) -> RecentTexts {
        if let kept = connection.companion as? RecentTexts { return kept }
        let texts = RecentTexts()
        if !connection.isReadOnly { connection.companion = texts }
        return texts
    }

    /// `text`, ready to find passages in.
    func index(of text: String) -> PassageIndex {
        if let place = indexes.lastIndex(where: { Self.areSame($0.text, text) }) {
            let index = indexes.remove(at: place)
            indexes.append(index)
            return index
        }
        let index = PassageIndex(text)
        if text.utf8.count <= Self.longest {
            if indexes.count == Self.count { indexes.removeFirst() }
            indexes.append(index)
        }
        return index
    }

    /// Whether two texts are the same byte for byte: `==` would take a letter and its mark for the letter with it.
    private static func areSame(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return one.withUTF8Bytes { one in
            other.withUTF8Bytes { other in
                one.isEmpty || memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0
            }
        }
    }
}
