import Foundation
import Knowledge
import Store
import Testing

/// Who may be the same: measured on 200 pairs, and kept up to date with every write.
@Suite struct DuplicateTests {
    /// One side of a pair, as a body to be posted.
    private static func body(_ side: String, isOrganization: Bool) throws -> String {
        let parts = side.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        var body: [String: Any] = ["name": parts[0], "kind": isOrganization ? "organization" : "person"]
        if parts.count > 1, !parts[1].isEmpty { body["country"] = parts[1] }
        if parts.count > 2, !parts[2].isEmpty {
            body["affiliations"] = parts[2].components(separatedBy: " + ").map { office -> [String: String] in
                var held: [String: String] = [:]
                var text = office
                if let open = text.lastIndex(of: "("), text.hasSuffix(")") {
                    let years = text[text.index(after: open)...].dropLast().split(separator: "-").map(String.init)
                    held["from"] = years[0]
                    held["to"] = years[1]
                    text = text[..<open].trimmingCharacters(in: .whitespaces)
                }
                let halves = text.components(separatedBy: " @ ")
                held["role"] = halves[0].trimmingCharacters(in: .whitespaces)
                if halves.count > 1 { held["organization"] = halves[1] }
                return held
            }
        }
        if parts.count > 3, !parts[3].isEmpty {
            body["other_names"] = parts[3].components(separatedBy: " / ").map { ["name": $0] }
        }
        return String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
    }

    private static func pairs() throws -> [(same: Bool, one: String, other: String, line: String)] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/expert-pairs.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard let mark = line.first, mark == "=" || mark == "!" else { return nil }
            var text = line.dropFirst().trimmingCharacters(in: .whitespaces)
            let isOrganization = text.hasPrefix("org:")
            if isOrganization { text = String(text.dropFirst(4)) }
            let sides = text.components(separatedBy: " | ")
            try #require(sides.count == 2, "\(line)")
            return (
                mark == "=", try body(sides[0], isOrganization: isOrganization),
                try body(sides[1], isOrganization: isOrganization), String(line)
            )
        }
    }

    private func duplicates(_ test: TestStore, _ reference: String) throws -> [JSON] {
        try test.store.read { connection in
            var json = JSONBuffer()
            try Reading(connection).duplicates(of: reference, into: &json)
            return try JSONReader.read(json.string)["items"]?.array ?? []
        }
    }

    @Test func tellsWhoIsTheSameOfTwoHundredPairs() throws {
        let pairs = try Self.pairs()
        #expect(pairs.filter(\.same).count == 100 && pairs.filter { !$0.same }.count == 100)
        let test = try TestStore()
        var (right, wrong, missed) = (0, 0, 0)
        var told: [String] = []

        for pair in pairs {
            // Each pair by itself: what is measured is the pair, and not what else it may be like.
            let one = try test.create("experts", pair.one)["id"]?.integer ?? 0
            let other = try test.create("experts", pair.other)["id"]?.integer ?? 0
            let isTold = try duplicates(test, String(one)).contains { $0["expert"]?["id"]?.integer == other }
            #expect(try duplicates(test, String(other)).isEmpty != isTold, "\(pair.line)")
            switch (pair.same, isTold) {
            case (true, true): right += 1
            case (false, true):
                wrong += 1
                told.append("wrongly: \(pair.line)")
            case (true, false):
                missed += 1
                told.append("missed: \(pair.line)")
            case (false, false): break
            }
            try test.delete("experts", String(one))
            try test.delete("experts", String(other))
        }

        let precision = Double(right) / Double(max(1, right + wrong))
        let recall = Double(right) / Double(right + missed)
        print(told.joined(separator: "\n"))
        print("Duplicates of 200 pairs: precision \(percent(precision)), recall \(percent(recall))")
        #expect(precision >= 0.95)
        #expect(recall >= 0.85)
    }

    private func percent(_ value: Double) -> String { "\((value * 1_000).rounded() / 10) %" }

    @Test func saysWhyAndHowSure() throws {
        let test = try TestStore()
        try test.create("experts", #"{"name": "Негматулло Мирсаидов", "country": "TJ"}"#)
        try test.create("experts", #"{"name": "Negmatullo Mirsaidov", "country": "TJ"}"#)
        try test.create("experts", #"{"name": "Ana Kim"}"#)

        let found = try duplicates(test, "1")
        let likeliest = try #require(found.first)

        #expect(found.map { $0["expert"]?["slug"] } == ["negmatullo-mirsaidov-2"])
        #expect(likeliest["score"] == .number(JSONNumber(text: "0.94")))
        #expect(likeliest["reasons"]?.each("kind") == ["name", "country"])
        #expect(try test.list("experts", "possible_duplicates=true&sort=id")["items"]?.each("id") == [1, 2])
        #expect(try test.list("experts", "possible_duplicates=false")["items"]?.each("id") == [3])
    }

    @Test func followsEveryChange() throws {
        let test = try TestStore()
        try test.create("experts", #"{"name": "Negmatullo Mirsaidov"}"#)
        try test.create("experts", #"{"name": "Ana Kim"}"#)
        func list() throws -> [JSON]? { try test.list("experts", "possible_duplicates=true")["items"]?.each("id") }

        #expect(try list() == [])
        try test.patch("experts", "2", #"{"other_names": [{"name": "Мирсаидов Негматулло"}]}"#)
        #expect(try list() == [2, 1])
        try test.patch("experts", "2", #"{"country": "KG"}"#)
        try test.patch("experts", "1", #"{"country": "TJ"}"#)
        #expect(try list() == [])
        // One number is one person, whatever the countries.
        for id in ["1", "2"] {
            try test.patch("experts", id, #"{"identifiers": [{"scheme": "wikidata", "value": "Q7"}]}"#)
        }
        #expect(try list() == [2, 1])
        #expect(try duplicates(test, "1").first?["score"] == 1)
        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.merge(expert: "2", ["into": 1])
        }
        #expect(try list() == [])
    }

    @Test func aRoleThatIsPrintedCounts() throws {
        let test = try TestStore()
        for (title, speaker) in [("One", "N. Mirsaidov"), ("Two", "Negmatullo Mirsaidov")] {
            try test.create(
                "articles",
                #"{"title": "\#(title)", "quotes": [{"expert": {"name": "\#(speaker)", "country": "TJ"}, "kind": "direct", "text": "a", "role": "political analyst"}]}"#
            )
        }

        #expect(try duplicates(test, "1").first?["reasons"]?.each("kind") == ["initials", "country", "role"])
    }
}
