internal import Knowledge

/// The roles of a person in time: the offices that are known, and the roles that were only printed.
enum RoleTimeline {
    /// - Parameter roles: as the API's timeline has them.
    static func view(_ roles: [JSON]) -> View? {
        let items = roles.map(view)
        return items.isEmpty ? nil : ["items": items]
    }

    private static func view(_ role: JSON) -> View {
        let isInferred = role["inferred"] == .bool(true)
        let count = role["count"]?.integer ?? 0
        let first = role.text("first_quoted_on")
        let last = role.text("last_quoted_on")
        return [
            "role": role.text("role"), "organization": role.text("organization"), "isInferred": isInferred,
            "span": isInferred ? nil : held(role),
            "printed": count == 0
                ? nil
                : [
                    "counted": Wording.current.plural("expert.role.printed", count),
                    "span": first.map { PrintedDate.words(from: $0, to: last ?? $0) },
                ] as View,
            "article": Link.path(Catalog.articles, role["article"]).map {
                ["href": $0, "title": role["article"]?.label] as View
            },
        ]
    }

    /// When an office was held.
    private static func held(_ role: JSON) -> String? {
        switch (role.text("from"), role.text("to")) {
        case (let from?, let to?): PrintedDate.words(from: from, to: to)
        case (let from?, nil): Wording.current("since", ["words": PrintedDate.words(from)])
        case (nil, let to?): Wording.current("until", ["words": PrintedDate.words(to)])
        case (nil, nil): nil
        }
    }
}
