/// A kind of record: its name in the API and in SQL, and its fields.
public struct Resource: Sendable {
    /// In paths and as the table's name: `articles`.
    public let name: String
    /// In sentences: `article`.
    public let singular: String
    /// One line, as a reader of the API needs it.
    public let description: String
    /// The field that names a record: `title` or `name`; nil where a record has no slug and is known by its id alone.
    public let label: String?
    /// In the order in which they are sent.
    public let fields: [Field]
    /// In the grammar of `sort=`: `-published_on`.
    public let defaultSort: String
    /// Arrays that `include=` adds, by their name.
    public let includes: [Include]
    /// What still refers to a record and so keeps it from being deleted: resource and its field.
    public let heldBy: [(resource: String, field: String)]
    /// The columns of its full-text table, with their weights in ranking; empty where it has none.
    public let searched: [(column: String, weight: Double)]
    /// The fields that are columns of their own, `id` aside: what the history keeps.
    let keptFields: [Field]
    let keptStatement: String

    /// Records of another resource that belong to one of this.
    public struct Include: Sendable {
        public let resource: String
        /// The field of `resource` that refers here.
        public let field: String
        /// The order in which they are added, in the grammar of `sort=`, or `position` for that of the text.
        public let sort: String
    }

    public var hasSlug: Bool { label != nil }

    /// What the server sets and does not count anew.
    private static let derivedKept: Set = [
        "anchor", "anchored_revision", "last_exact_revision", "status", "note", "decided_at", "article_revision",
        "created_at", "updated_at", "revision",
    ]

    private let positions: [String: Int]

    init(
        _ name: String, singular: String, _ description: String, label: String? = nil, sort: String,
        includes: [Include] = [], heldBy: [(resource: String, field: String)] = [],
        searched: [(column: String, weight: Double)] = [], fields: [Field]
    ) {
        self.name = name
        self.singular = singular
        self.description = description
        self.label = label
        self.defaultSort = sort
        self.includes = includes
        self.heldBy = heldBy
        self.searched = searched
        var all = [
            Field("id", .integer, "The record's number: never changed, never used twice").derived.sorted.filtered
        ]
        if label != nil {
            all.append(
                Field(
                    "slug", .slug, "The record's name in addresses; made from its \(label ?? "name") when none is given"
                )
                .filtered)
        }
        all += fields
        all += [
            Field("created_at", .time, "When the record was made").derived.sorted.filtered,
            Field("updated_at", .time, "When the record was last changed").derived.sorted.filtered,
            Field("revision", .integer, "1 at first, one more with every change").derived,
        ]
        self.fields = all
        keptFields = all.filter { $0.name != "id" && (!$0.isDerived || Self.derivedKept.contains($0.name)) }
        keptStatement = "SELECT \(keptFields.map(\.name).joined(separator: ", ")) FROM \(name) WHERE id = ?"
        positions = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })
    }

    public func field(_ name: String) -> Field? { positions[name].map { fields[$0] } }

    /// The fields that a client may write.
    public var writtenFields: [Field] { fields.filter { !$0.isDerived } }
}

/// All resources.
public enum Catalog {
    /// In the order in which an export writes them: what is referred to comes before what refers to it.
    public static let resources = [topics, sources, indicators, experts, articles, quotes, statistics, corrections]

    /// Those that are vouched for, and after them those that are not.
    public static let all = resources + unvouched

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The resource of this name among those that are vouched for.
    public static func resource(_ name: String) -> Resource? {
        byName[name].flatMap { resource in unvouched.contains { $0.name == name } ? nil : resource }
    }

    /// The resource that a declaration names.
    public static subscript(_ name: String) -> Resource {
        guard let resource = byName[name] else { preconditionFailure("no resource \(name) is declared") }
        return resource
    }
}
