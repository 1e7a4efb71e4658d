import Foundation
import Knowledge
import Store
import Testing

/// How the passages of stored quotes and figures are found, lost, told apart and found again.
@Suite struct AnchoringRecordsTests {
    let test: TestStore

    init() throws { test = try TestStore() }

    /// Posts an article with this body; returns what the write tells of.
    @discardableResult
    private func post(_ body: String, _ carried: String, isStrict: Bool = false) throws -> [String] {
        let json = try JSONReader.read("{\"title\": \"T\", \"body\": \(JSON.string(body).text), \(carried)}")
        return try test.store.writeAndWait { connection in
            var writing = Writing(connection, isStrict: isStrict)
            _ = try writing.create(TestStore.resource("articles"), json)
            return writing.warnings.map { "\($0.pointer) \($0.detail)" }
        }
    }

    /// Changes the article's body; returns what stands otherwise.
    private func edit(_ body: String) throws -> JSON {
        try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            _ = try writing.patch(TestStore.resource("articles"), "t", ["body": .string(body)])
            return writing.anchorChanges.json
        }
    }

    private func anchor(_ id: String, by selector: JSON) throws -> JSON {
        try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            _ = try writing.anchor(TestStore.resource("quotes"), id, by: selector)
        }
        return try test.item("quotes", id)
    }

    @Test func aDirectQuoteThatIsNotThereIsWarnedOf() throws {
        let warnings = try post(
            "“We agreed on all of it,” he said, “and left.” It was about $4.2 billion.",
            #"""
            "quotes": [{"expert": "A", "kind": "direct", "text": "We agreed on all of it, and left."},
                       {"expert": "A", "kind": "direct", "text": "We agreed on none of it"},
                       {"expert": "A", "kind": "indirect", "text": "They left"}],
            "statistics": [{"indicator": "I", "value": 4200000000, "unit": "USD", "printed": "about $4.2 billion"},
                           {"indicator": "I", "value": 4200000, "unit": "USD", "printed": "$4.2 billion"},
                           {"indicator": "I", "value": 86, "unit": "USD", "printed": "86%"}]
            """#)

        #expect(
            warnings.map { $0.prefix { $0 != " " } } == [
                "/quotes/1/text", "/statistics/1/value", "/statistics/2/printed", "/statistics/2/unit",
            ])
        #expect(try test.item("quotes", "1")["anchor"] == "exact")
        #expect(try test.item("quotes", "2")["anchor"] == "changed")
        #expect(try test.item("quotes", "3")["anchor"] == "missing")
    }

    @Test func aStrictWriteWithWhatIsNotThereChangesNothing() throws {
        let faults = test.faults {
            try post(
                "Nobody spoke.", #""quotes": [{"expert": "A", "kind": "direct", "text": "We agreed"}]"#, isStrict: true)
        }

        #expect(faults.count == 1 && faults[0].hasPrefix("/quotes/0/text is not in the article"))
        #expect(try test.list("articles", "count=true")["total"]?.integer == 0)
        #expect(try test.list("experts", "count=true")["total"]?.integer == 0)
    }

    @Test func severalPlacesAreListedUntilAPersonChooses() throws {
        try post(
            "It was 5 km. In May it was 5 km long.",
            #""quotes": [{"expert": "A", "kind": "direct", "text": "it was 5 km", "selector": {"exact": "was 5 km"}}]"#)
        let quote = try test.item("quotes", "1")
        #expect(quote["anchor"] == "ambiguous" || quote["anchor"] == "exact")

        try test.patch("quotes", "1", #"{"text": "was 5 km", "selector": null}"#)
        let ambiguous = try test.item("quotes", "1")
        #expect(ambiguous["anchor"] == "ambiguous" && ambiguous["selector"] == .null)
        #expect(ambiguous["candidates"]?.each("start") == [3, 23])
        #expect(try test.list("quotes", "anchor=ambiguous")["items"]?.each("id") == [1])

        let candidate = try #require(ambiguous["candidates"]?.array?.last)
        let chosen = try anchor("1", by: candidate)

        #expect(chosen["anchor"] == "exact" && chosen["selector"] == candidate)
        #expect(chosen["candidates"] == [] && chosen["last_exact_revision"] == 1)
        // Looking again by the words alone finds both again.
        #expect(try anchor("1", by: .null)["anchor"] == "ambiguous")
    }

    @Test func lookingAgainWhereNothingHasChangedWritesNothing() throws {
        try post("It fell.", #""quotes": [{"expert": "A", "kind": "direct", "text": "It fell"}]"#)
        let quote = try test.item("quotes", "1")

        let again = try anchor("1", by: .null)

        #expect(again == quote)
    }

    @Test func anEditTellsWhatIsLostAndWhatIsFoundAgain() throws {
        let body = "The river fell by three metres in May, they said. It is 5 km long."
        try post(
            body,
            #"""
            "quotes": [{"expert": "A", "kind": "direct", "text": "The river fell by three metres in May"}],
            "statistics": [{"indicator": "I", "value": 5, "unit": "km", "printed": "5 km"}]
            """#)

        let same = try edit("Today. " + body)
        let lost = try edit("Today. The river sank by three metres in May, they said. It is 6 km long.")
        let quote = try test.item("quotes", "1")
        let found = try edit(body)

        #expect(same == ["lost": [], "found": []])
        #expect(lost["found"] == [])
        #expect(
            lost["lost"] == [
                ["resource": "quotes", "id": 1, "anchor": "changed", "was": "exact"],
                ["resource": "statistics", "id": 1, "anchor": "missing", "was": "exact"],
            ])
        #expect(quote["selector"]?["exact"] == "The river sank by three metres in May")
        #expect(quote["text"] == "The river fell by three metres in May")
        #expect(quote["anchored_revision"] == 3 && quote["last_exact_revision"] == 2)
        #expect(found["lost"] == [] && found["found"]?.each("was") == ["changed", "missing"])
        #expect(try test.item("quotes", "1")["last_exact_revision"] == 4)
        #expect(try test.item("quotes", "1")["selector"]?["start"] == 0)
    }

    @Test func thePassageOfAnIndirectQuoteIsFoundByTheWordsItWasGiven() throws {
        let body = "The council said that the river fell by three metres in May."
        try post(
            body,
            #""quotes": [{"expert": "A", "kind": "indirect", "text": "Less water", "selector": {"exact": "the river fell by three metres"}}]"#
        )
        #expect(try test.item("quotes", "1")["anchor"] == "exact")

        _ = try edit(body.replacing("fell", with: "sank"))
        #expect(try test.item("quotes", "1")["anchor"] == "changed")
        // Another edit, elsewhere, does not make the changed words the right ones.
        _ = try edit("Today. " + body.replacing("fell", with: "sank"))
        #expect(try test.item("quotes", "1")["anchor"] == "changed")
        _ = try edit(body)

        #expect(try test.item("quotes", "1")["anchor"] == "exact")
    }

    @Test func aDirectQuoteOnAPassageOfOtherWordsIsChanged() throws {
        try post(
            "“We will sign it all,” she said.",
            #""quotes": [{"expert": "A", "kind": "direct", "text": "We sign", "selector": {"exact": "We will sign it all"}}]"#
        )

        #expect(try test.item("quotes", "1")["anchor"] == "changed")
        #expect(try test.item("quotes", "1")["last_exact_revision"] == .null)
    }

    @Test func whatIsMissingHasTheNearestPassage() throws {
        try post(
            "Nobody in the valley knows why the river fell so far.",
            #""quotes": [{"expert": "A", "kind": "direct", "text": "Somebody in the valley knew why the lake fell so low"}]"#
        )

        let quote = try test.item("quotes", "1")
        #expect(quote["anchor"] == "missing" && quote["selector"] == .null)
        #expect(quote["nearest"]?["exact"]?.string?.contains("in the valley knows why the river fell so") == true)
    }

    @Test func aPatchIsHeldAgainstTheArticleToo() throws {
        try post(
            "It is $4.2 billion.",
            #""statistics": [{"indicator": "I", "value": 4200000000, "unit": "USD", "printed": "$4.2 billion"}]"#)

        let faults = test.faults {
            try test.store.writeAndWait { connection in
                var writing = Writing(connection, isStrict: true)
                _ = try writing.patch(TestStore.resource("statistics"), "1", ["value": 42])
            }
        }

        #expect(faults == ["/value is 42, which is not what is printed: $4.2 billion"])
        #expect(try test.item("statistics", "1")["value"] == 4_200_000_000)
    }
}
