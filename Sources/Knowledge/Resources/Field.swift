/// One field of a resource: the one place from which its column, its validation, its JSON, its filter, its sort and
/// its description in the OpenAPI document come.
public struct Field: Sendable {
    public let name: String
    public let type: FieldType
    /// One line, as a reader of the API needs it.
    public let description: String
    public var isRequired = false
    public var isFiltered = false
    public var isSorted = false
    /// Set by the server: a client reads it and never writes it.
    public var isDerived = false
    /// What the column holds where a client gives nothing, as JSON; nil for NULL.
    public var defaultValue: JSON?
    /// The SQL expression to read it by, where that is not the column of its name.
    public var expression: String?
    /// An example value, for documents.
    public var example: JSON?

    public init(_ name: String, _ type: FieldType, _ description: String) {
        self.name = name
        self.type = type
        self.description = description
        defaultValue = type.emptyValue
    }

    public var required: Field { with { $0.isRequired = true } }
    public var filtered: Field { with { $0.isFiltered = true } }
    public var sorted: Field { with { $0.isSorted = true } }
    public var derived: Field { with { $0.isDerived = true } }
    public func defaulting(to value: String) -> Field { with { $0.defaultValue = .string(value) } }
    public func read(by expression: String) -> Field { with { $0.expression = expression } }
    public func example(_ value: JSON) -> Field { with { $0.example = value } }
    public func example(_ value: String) -> Field { example(.string(value)) }

    private func with(_ change: (inout Field) -> Void) -> Field {
        var field = self
        change(&field)
        return field
    }
}

/// What a field holds: its shape in JSON, its limits, and how its column keeps it.
public indirect enum FieldType: Sendable {
    /// Text of at most so many code points, on one line or several.
    case text(max: Int)
    /// Lower-case letters, digits and hyphens, unique in its resource.
    case slug
    case integer
    case number
    /// `2018-05-31`.
    case date
    /// RFC 3339 in UTC.
    case time
    /// `2018`, `2018-05`, `2018-05-31`, or two of them with a slash between.
    case period
    /// A BCP 47 tag.
    case language
    /// An ISO 3166-1 alpha-2 code.
    case country
    /// An http or https address.
    case url
    case choice([String])
    /// A record of the named resource: written as id or slug, read as {id, slug, name or title}.
    case reference(to: String)
    /// Slugs of topics, in the order given.
    case topics
    case texts(max: Int)
    case objects([Field])
    case object([Field])
    /// Names with a text each.
    case dictionary
    /// A W3C text quote and text position selector in one.
    case selector
    /// The roles printed beside an expert's name, counted.
    case roles

    /// What an empty one is stored as.
    var emptyValue: JSON? {
        switch self {
        case .topics, .texts, .objects: .array([])
        case .dictionary: .object(JSONObject())
        default: nil
        }
    }

    /// Whether the column holds JSON text, which is sent as it stands.
    var isStoredAsJSON: Bool {
        switch self {
        case .topics, .texts, .objects, .object, .dictionary, .selector: true
        default: false
        }
    }
}
