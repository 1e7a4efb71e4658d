import Foundation
import Knowledge
import Store
import Testing

@Suite struct WritingTests {
    let test: TestStore

    init() throws { test = try TestStore() }

    @Test func tellsEveryFaultOfABodyAtOnce() {
        let faults = test.faults {
            try test.create(
                "articles",
                #"""
                {"titel": "x", "language": "english!", "published_on": "2019-02-30", "url": "javascript:alert(1)", "authors": "me",
                 "photos": [{"url": "https://example.org/a.jpg"}], "links": [{"title": "no url", "rel": "unrelated"}], "id": 7,
                 "translation_of": "nothing", "body": 5, "note": "a\u0000b",
                 "quotes": [{"expert": "A", "kind": "loud", "text": "t"}, {"kind": "direct"}],
                 "statistics": [{"indicator": "I", "value": "5", "unit": "km"}, {"indicator": "I", "value": 1e400, "unit": "km"}]}
                """#)
        }

        let pointers = faults.map { $0.prefix { $0 != " " } }
        #expect(
            Set(pointers) == [
                "/titel", "/title", "/language", "/published_on", "/url", "/authors", "/photos/0/caption",
                "/links/0/url",
                "/links/0/rel", "/id", "/translation_of", "/body", "/note", "/quotes/0/kind", "/quotes/1/expert",
                "/quotes/1/text", "/statistics/0/value", "/statistics/1/value",
            ])
        #expect(faults.contains("/titel is not a field of articles; did you mean title?"))
    }

    @Test func boundsHowManyFaultsItTells() throws {
        let body = "{" + (0..<10_000).map { "\"unknown\($0)\":1" }.joined(separator: ",") + "}"

        let faults = test.faults { try test.create("topics", body) }

        #expect(faults.count == 1_001)
        #expect(faults.last?.contains("9001 further faults") == true)
    }

    @Test func makesAnArticleWithAllThatItCarriesOrNothing() throws {
        let body = #"""
            {"title": "Воды Кизил-Суу", "language": "ru", "published_on": "2024-05-17", "topics": ["Water", "energy"],
             "quotes": [{"expert": "Ана Ким", "kind": "direct", "text": "Река упала", "role": "hydrologist"},
                        {"expert": {"name": "Water Board", "kind": "organization"}, "kind": "indirect", "text": "it fell", "topics": ["Water"]}],
             "statistics": [{"indicator": {"name": "Level", "unit": "m"}, "value": 3.5, "unit": "m", "source": "Water Board", "stated_by": "Ана Ким"}]}
            """#

        let article = try test.create("articles", body)
        let faults = test.faults {
            try test.create(
                "articles", #"{"title": "Other", "quotes": [{"expert": "Somebody New", "kind": "direct", "text": ""}]}"#
            )
        }

        #expect(article["slug"] == "vody-kizil-suu")
        #expect(article["topics"]?.strings == ["water", "energy"])
        #expect(article["quotes_count"]?.integer == 2)
        #expect(article["statistics_count"]?.integer == 1)
        let expert = try test.item("experts", "ana-kim")
        #expect(expert["name"] == "Ана Ким")
        #expect(expert["quotes_count"]?.integer == 1)
        #expect(expert["first_quoted_on"] == "2024-05-17")
        #expect(expert["roles_as_printed"]?.each("role") == ["hydrologist"])
        #expect(try test.item("experts", "water-board")["kind"] == "organization")
        #expect(faults == ["/quotes/0/text must not be empty"])
        #expect(throws: KnowledgeError.self) { try test.item("experts", "somebody-new") }
        #expect(try test.list("articles", "count=true")["total"]?.integer == 1)
    }

    @Test func usesAnExpertWhoIsThereByNameOtherNameOrSlug() throws {
        try test.create("experts", #"{"name": "Kim Ana", "other_names": [{"name": "Ким Ана", "language": "ru"}]}"#)

        try test.create(
            "articles",
            #"""
            {"title": "T", "quotes": [{"expert": "kim ana", "kind": "direct", "text": "a"}, {"expert": "Ким Ана", "kind": "direct", "text": "b"},
             {"expert": "kim-ana", "kind": "direct", "text": "c"}, {"expert": 1, "kind": "direct", "text": "d"}]}
            """#)

        #expect(try test.list("experts")["items"]?.each("quotes_count") == [4])
    }

    @Test func namesTheNearestWhereAReferenceLeadsNowhere() throws {
        try test.create("experts", #"{"name": "Negmatullo Mirsaidov"}"#)
        try test.create("articles", #"{"title": "T"}"#)

        let faults = test.faults {
            try test.create(
                "quotes", #"{"article": "t", "expert": "negmatulo-mirsaidov", "kind": "direct", "text": "a"}"#)
        }

        #expect(
            faults == [
                "/expert is no expert: there is none with the slug negmatulo-mirsaidov; did you mean negmatullo-mirsaidov?"
            ])
    }

    @Test func refusesRepeatedKeysAndNumbersThatCannotBeKept() throws {
        #expect(test.faults { try test.create("topics", #"{"name": "a", "name": "b"}"#) } == ["/name stands twice"])
        try test.create("articles", #"{"title": "T"}"#)
        try test.create("indicators", #"{"name": "I"}"#)
        for value in ["9007199254740993", "1e400", "-1e999"] {
            let faults = test.faults {
                try test.create("statistics", #"{"article": 1, "indicator": 1, "unit": "km", "value": \#(value)}"#)
            }
            #expect(faults.count == 1 && faults[0].hasPrefix("/value is more than can be kept exactly"))
        }
    }

    @Test func refusesAnIDThatCannotBe() throws {
        for id in ["1000000000000000000000000000000", "0", "-1", "1.5", "true", "[]", "{}"] {
            #expect(
                !test.faults {
                    try test.create("quotes", #"{"article": \#(id), "expert": 1, "kind": "direct", "text": "a"}"#)
                }.isEmpty)
        }
    }

    @Test func theSameURLTwiceIsAConflictThatLeadsToTheOther() throws {
        try test.create("articles", #"{"title": "One", "url": "https://example.org/one"}"#)

        #expect(
            throws: KnowledgeError.conflict(
                "There is already an article with the url https://example.org/one: see /api/v1/articles/1",
                path: "/api/v1/articles/1")
        ) {
            try test.create("articles", #"{"title": "Two", "url": "https://example.org/one"}"#)
        }
    }

    @Test func givesEveryRecordASlugOfItsOwn() throws {
        let slugs = try (0..<12).map { _ in try test.create("topics", #"{"name": "Water"}"#)["slug"]?.string ?? "" }

        #expect(Set(slugs).count == 12)
        #expect(slugs.prefix(3) == ["water", "water-2", "water-3"])
        #expect(try test.create("topics", #"{"name": "2024"}"#)["slug"] == "topic-2024")
        #expect(try test.create("topics", #"{"name": "😀"}"#)["slug"] == "topic")
    }

    @Test func changesByMergePatch() throws {
        try test.create(
            "experts",
            #"{"name": "A", "country": "TJ", "photo": {"url": "https://example.org/a.jpg", "credit": "B"}, "description": "d"}"#
        )

        let changed = try test.patch("experts", "a", #"{"country": null, "photo": {"caption": "C"}, "name": "Aa"}"#)
        let same = try test.patch("experts", "a", #"{"name": "Aa"}"#)

        #expect(changed["country"] == .null)
        #expect(
            changed["photo"]
                == (try JSONReader.read(#"{"url": "https://example.org/a.jpg", "caption": "C", "credit": "B"}"#)))
        #expect(changed["description"] == "d")
        #expect(changed["slug"] == "a")
        #expect(changed["revision"]?.integer == 2)
        #expect(same["revision"]?.integer == 2)
        #expect(test.faults { try test.patch("experts", "a", #"{"name": null}"#) } == ["/name is required"])
    }

    @Test func takesBackARecordAsItWasRead() throws {
        try test.create("articles", #"{"title": "T", "quotes": [{"expert": "A", "kind": "direct", "text": "a"}]}"#)
        let quote = try test.item("quotes", "1")
        let article = try test.item("articles", "t")

        let unchanged = try test.patch("quotes", "1", quote.text)
        let same = try test.patch("articles", "t", article.text)

        #expect(unchanged == quote)
        #expect(same == article)
        #expect(
            test.faults { try test.patch("quotes", "1", #"{"revision": 9}"#) } == [
                "/revision is set by the server: leave it out"
            ])
    }

    @Test func deletesNothingThatIsStillUsedAndCountsTheUses() throws {
        try test.create(
            "articles",
            #"{"title": "T", "topics": ["Water"], "quotes": [{"expert": "A", "kind": "direct", "text": "a"}], "statistics": [{"indicator": "I", "value": 1, "unit": "km", "source": "S", "stated_by": "A"}]}"#
        )

        func conflict(_ resource: String, _ slug: String) -> String {
            do {
                try test.delete(resource, slug)
                return "deleted"
            } catch { return error.localizedDescription }
        }
        #expect(conflict("experts", "a").contains("1 quote and 1 statistic"))
        #expect(conflict("indicators", "i").contains("1 statistic"))
        #expect(conflict("sources", "s").contains("1 statistic"))
        #expect(conflict("topics", "water").contains("1 article"))
        try test.delete("articles", "t")
        #expect(try test.list("quotes", "count=true")["total"]?.integer == 0)
        #expect(try test.item("experts", "a")["quotes_count"]?.integer == 0)
        for (resource, slug) in [("experts", "a"), ("indicators", "i"), ("sources", "s"), ("topics", "water")] {
            try test.delete(resource, slug)
        }
    }

    @Test func keepsCountsAndDaysRightThroughEveryChange() throws {
        try test.create(
            "articles",
            #"{"title": "One", "published_on": "2019-01-01", "quotes": [{"expert": "A", "kind": "direct", "text": "a"}, {"expert": "A", "kind": "direct", "text": "b", "said_on": "2018-06-01"}]}"#
        )
        try test.create(
            "articles",
            #"{"title": "Two", "published_on": "2020-01-01", "quotes": [{"expert": "A", "kind": "direct", "text": "c"}, {"expert": "B", "kind": "direct", "text": "d"}]}"#
        )
        func state(_ expert: String) throws -> [JSON] {
            let expert = try test.item("experts", expert)
            return ["quotes_count", "articles_count", "first_quoted_on", "last_quoted_on"].map { expert[$0] ?? .null }
        }

        #expect(try state("a") == [3, 2, "2018-06-01", "2020-01-01"])
        try test.patch("quotes", "3", #"{"expert": "b"}"#)
        #expect(try state("a") == [2, 1, "2018-06-01", "2019-01-01"])
        #expect(try state("b") == [2, 1, "2020-01-01", "2020-01-01"])
        try test.patch("articles", "two", #"{"published_on": "2021-05-05"}"#)
        #expect(try state("b") == [2, 1, "2021-05-05", "2021-05-05"])
        try test.patch("quotes", "2", #"{"said_on": null}"#)
        #expect(try state("a") == [2, 1, "2019-01-01", "2019-01-01"])
        try test.delete("articles", "two")
        #expect(try state("b") == [0, 0, .null, .null])
    }

    @Test func aTopicThatIsRenamedIsRenamedWhereItStands() throws {
        try test.create("articles", #"{"title": "T", "topics": ["Water", "Energy"]}"#)

        try test.patch("topics", "water", #"{"slug": "rivers"}"#)

        #expect(try test.item("articles", "t")["topics"]?.strings == ["rivers", "energy"])
        #expect(try test.list("articles", "topics=rivers")["items"]?.array?.count == 1)
    }

    @Test func aRangeGoesUpwards() throws {
        let faults = test.faults {
            try test.create(
                "articles",
                #"{"title": "T", "statistics": [{"indicator": "I", "value": 10, "value_to": 5, "unit": "km"}]}"#)
        }

        #expect(faults == ["/statistics/0/value_to is less than value: a range goes upwards"])
    }

    @Test func anEditOfTheBodyKeepsEveryPassageOnItsWordsAndLosesNoneSilently() throws {
        let article = try test.create(
            "articles",
            #"""
            {"title": "T", "body": "It fell. It fell by **3.5 m**.\n\nNobody knows why, she said.",
             "quotes": [{"expert": "A", "kind": "direct", "text": "It fell", "selector": {"exact": "It fell", "start": 9}}, {"expert": "A", "kind": "direct", "text": "Nobody knows why"}],
             "statistics": [{"indicator": "I", "value": 3.5, "unit": "m", "printed": "3.5 m"}]}
            """#)
        func state(_ resource: String, _ id: String) throws -> [JSON] {
            let record = try test.item(resource, id)
            return [
                record["anchor"] ?? .null, record["selector"]?["start"] ?? .null, record["anchored_revision"] ?? .null,
            ]
        }
        #expect(article["revision"]?.integer == 1)
        #expect(try state("quotes", "1") == ["exact", 9, 1])
        #expect(try state("statistics", "1") == ["exact", 20, 1])

        try test.patch(
            "articles", "t", #"{"body": "Today: It fell. It fell by **3.5 m**.\n\nNobody knew why, she said."}"#)

        #expect(try state("quotes", "1") == ["exact", 16, 2])
        #expect(try test.item("quotes", "2")["anchor"] == "missing")
        #expect(try test.item("quotes", "2")["selector"]?["exact"] == "Nobody knows why")
        #expect(try state("statistics", "1") == ["exact", 27, 2])
        #expect(try test.list("quotes", "anchor=missing,changed,ambiguous")["items"]?.each("id") == [2])
        try test.patch("articles", "t", #"{"body": "Nobody knows why. It fell by 3.5 m."}"#)
        #expect(try state("quotes", "2") == ["exact", 0, 3])
    }

    @Test func aPassageCanBeGivenByHand() throws {
        try test.create(
            "articles",
            #"{"title": "T", "body": "One fell. Two fell.", "quotes": [{"expert": "A", "kind": "indirect", "text": "They all fell"}]}"#
        )
        #expect(try test.item("quotes", "1")["anchor"] == "missing")

        let quote = try test.patch("quotes", "1", #"{"selector": {"exact": "fell", "prefix": "Two "}}"#)

        #expect(quote["anchor"] == "exact")
        #expect(quote["selector"]?["start"]?.integer == 14)
        #expect(quote["text"] == "They all fell")
    }
}
