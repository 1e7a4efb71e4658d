extension ArticleText {
    /// The body in which `words` stand in place of the passage `range` of the text, and nothing else is changed.
    ///
    /// Only what differs is replaced, so that marks within the passage stay where they are. Where the words would be
    /// taken for marks themselves they are escaped.
    ///
    /// - Parameter range: Code points of ``text``.
    /// - Returns: nil where Markdown has no place for the words there: then a person has to edit the body.
    public func replacing(_ range: Range<Int>, with words: String) -> String? {
        let before = self.words(in: range)
        let edit = TextEdit(from: before, to: words)
        let scalars = Array(words.unicodeScalars)
        var changed = String.UnicodeScalarView()
        changed.append(contentsOf: scalars[edit.new])
        let inner = (range.lowerBound + edit.old.lowerBound)..<(range.lowerBound + edit.old.upperBound)
        let expected = self.words(in: 0..<range.lowerBound) + words + self.words(in: range.upperBound..<scalarCount)
        for (place, form) in [(inner, String(changed)), (range, words)] {
            for form in [form, Self.escaped(form)] {
                var bytes = Array(body.utf8)
                bytes.replaceSubrange(bodyRange(ofText: place), with: form.utf8)
                let edited = String(decoding: bytes, as: UTF8.self)
                // By the bytes: to `==` a letter and its mark are the letter with it.
                if ArticleText(body: edited).text.utf8.elementsEqual(expected.utf8) { return edited }
            }
        }
        return nil
    }

    /// Every character that may be a mark, with a backslash before it: CommonMark 0.30 §2.4.
    private static func escaped(_ words: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in words.unicodeScalars {
            let isPunctuation =
                scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F && !scalar.properties.isAlphabetic
                && !(0x30...0x39).contains(scalar.value)
            if isPunctuation { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
