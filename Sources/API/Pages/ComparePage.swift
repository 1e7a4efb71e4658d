internal import HTTPServer
internal import Knowledge

/// `/compare?experts=a,b&topic=t`: what several experts said, side by side, the latest first. Whoever is not named by a
/// slug is looked for by name; where too few are known, the page asks for them.
enum ComparePage {
    private static let shown = "12"
    private static let offered = "50"

    static func view(_ request: Request, _ reading: Reading) throws -> View {
        let named = try request.parameters().filter { $0.name == "experts" }.flatMap(\.alternatives)
            .map { $0.trimmingPrefix(while: \.isWhitespace) }.filter { !$0.isEmpty }.map(String.init)
        let topic = try request.value("topic").flatMap { $0.isEmpty ? nil : $0 }
        var ids: [Int] = []
        var unknown: [View] = []
        for name in named.prefix(CompareQuery.sizes.upperBound) {
            if let id = try expert(name, reading) {
                if !ids.contains(id) { ids.append(id) }
            } else {
                unknown.append(try missing(name, reading))
            }
        }
        let topicName = try topic.map { try reading.name(of: $0, in: Catalog.topics) }
        let experts = try ids.map {
            // The role is that of the latest statement.
            try reading.record(Catalog.experts, String($0), without: ["roles_as_printed"])
        }
        let names = experts.compactMap(\.label)
        let isCompared = CompareQuery.sizes.contains(ids.count)
        let sides = isCompared ? try sides(experts, ids, topic, reading) : nil
        let heading = isCompared ? listed(names) : Wording.current("compare")
        var filters = Filters(
            path: "/compare", rest: [("experts", experts.compactMap { $0.text("slug") }.joined(separator: ","))])
        filters.choose("topic", topic)
        if let sides {
            try filters.add("topic", Wording.current("filter.topics"), sides.topics) {
                try reading.name(of: $0, in: Catalog.topics)
            }
        }
        return [
            "page": PageHead(
                title: PageHead.title(
                    topicName.map { Wording.current("compare.on", ["names": heading, "topic": $0]) } ?? heading),
                isLeftOut: true
            ).view,
            "heading": heading,
            "topic": topic.map { ["name": topicName, "href": Link.path(Catalog.topics, $0)] as View },
            "unknown": unknown, "sides": sides.map { ["items": $0.views] as View },
            "filters": isCompared ? filters.view : nil,
            "form": [
                "chosen": (0..<2).map { index in
                    ["number": index + 1, "name": index < names.count ? names[index] : nil] as View
                },
                "topic": topic, "others": try others(reading),
            ] as View,
        ]
    }

    /// Whom a reference or a name means.
    private static func expert(_ name: String, _ reading: Reading) throws -> Int? {
        if let id = try reading.currentID(of: name, in: Catalog.experts) { return id }
        let named = try reading.listed(Catalog.experts, ["name": name, "limit": "1", "fields": "id"]).items.first
        if let id = named?["id"]?.integer { return id }
        return try reading.currentID(of: Slug.make(name), in: Catalog.experts)
    }

    private static func missing(_ name: String, _ reading: Reading) throws -> View {
        let nearest = try reading.nearest(to: Slug.make(name), in: Catalog.experts)
        return [
            "sentence": Wording.current("compare.unknown", ["name": name]),
            "nearest": try nearest.map { slug in
                [
                    "href": Link.path(Catalog.experts, slug),
                    "name": try reading.name(of: slug, in: Catalog.experts),
                ] as View
            },
        ]
    }

    private static func sides(
        _ experts: [JSON], _ ids: [Int], _ topic: String?, _ reading: Reading
    ) throws -> (views: [View], topics: [Filters.Value]) {
        var parameters = [
            ListQuery.Parameter(name: "sort", value: "-on"), ListQuery.Parameter(name: "limit", value: shown),
        ]
        if let topic { parameters.append(ListQuery.Parameter(name: "topic", value: topic)) }
        let timelines = try ids.map { try reading.timeline(String($0), parameters, tellsRoles: false) }
        let statements = timelines.flatMap(\.items)
        let names = try StatementEntry.topics(of: statements, reading)
        let quotes = try reading.quotes(statements.compactMap { $0.items("printings").first?["quote"]?.integer })
        let articles = try reading.articles(of: Array(quotes.values))
        let views = zip(experts, timelines).map { expert, timeline -> View in
            let path = Link.path(Catalog.experts, expert) ?? "/experts"
            return [
                "href": path, "name": expert.label, "id": expert["id"]?.integer,
                "role": timeline.items.lazy.compactMap { $0.items("printings").first?.text("role") }.first,
                "statements": timeline.items.isEmpty
                    ? nil
                    : [
                        "items": timeline.items.map { statement in
                            let quote = statement.items("printings").first?["quote"]?.integer.flatMap { quotes[$0] }
                            let article = quote?["article"]?["id"]?.integer.flatMap { articles[$0] }
                            return StatementEntry.view(statement, quote: quote, article: article, topics: names)
                        }
                    ] as View,
                "more": timeline.next == nil ? nil : path + (topic.map { "?topic=\(Address.encoded($0))" } ?? ""),
            ]
        }
        // What all of them speak of comes first.
        let sets = timelines.map { Set($0.items.flatMap { $0.items("topics") }.compactMap(\.string)) }
        let topics = names.sorted { one, other in
            let (countOne, countOther) = (sets.count { $0.contains(one.key) }, sets.count { $0.contains(other.key) })
            return countOne == countOther ? one.value < other.value : countOne > countOther
        }
        return (views, topics.map { Filters.Value(value: $0.key, name: $0.value) })
    }

    /// Names that are offered while one types.
    private static func others(_ reading: Reading) throws -> [View] {
        try reading.listed(
            Catalog.experts, ["sort": "-last_quoted_on", "limit": offered, "fields": "name"]
        ).items.map { ["name": $0.label] }
    }

    private static func listed(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return Wording.current("compare.and", ["names": names.dropLast().joined(separator: ", "), "last": last])
    }
}
