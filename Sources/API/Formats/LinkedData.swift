internal import Knowledge

/// Records as JSON-LD in the words of [schema.org](https://schema.org/docs/full.html).
///
/// Addresses are relative to the document's own, so that a copy served elsewhere names itself.
enum LinkedData {
    static func record(_ record: JSON, _ resource: Resource) -> JSON {
        var members = LinkedObject()
        members.add("@context", "https://schema.org")
        members.add("@id", address(resource, record).map(JSON.string))
        switch resource.name {
        case "articles": article(record, &members)
        case "experts": expert(record, &members)
        case "quotes": quote(record, &members)
        case "statistics": statistic(record, &members)
        case "indicators": indicator(record, &members)
        case "sources": source(record, &members)
        default: topic(record, &members)
        }
        return members.json
    }

    private static func article(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "NewsArticle")
        members.add("headline", record["title"])
        members.add("alternativeHeadline", record["subtitle"])
        members.add("inLanguage", record["language"])
        members.add("datePublished", record["published_on"])
        members.add("dateModified", record["updated_at"])
        members.add("url", record["url"])
        members.add("publisher", record.text("publisher").map { ["@type": "Organization", "name": .string($0)] })
        members.add("author", record.items("authors").map { ["@type": "Person", "name": $0] })
        members.add("keywords", record.items("topics"))
        members.add("contentLocation", record.items("places").map { ["@type": "Place", "name": $0] })
        members.add("image", record.items("photos").map(image))
        members.add("citation", record.items("links").filter { $0.text("rel") == "source" }.map(work))
        members.add(
            "translationOfWork", reference(record["translation_of"], Catalog.articles, "NewsArticle", "headline"))
        members.add("license", record["license"])
        members.add("creditText", record["note"])
    }

    private static func expert(_ record: JSON, _ members: inout LinkedObject) {
        let isPerson = record.text("kind") != "organization"
        members.add("@type", isPerson ? "Person" : "Organization")
        members.add("name", record["name"])
        members.add(
            "alternateName",
            record.items("other_names").compactMap { name -> JSON? in
                guard let text = name["name"], let language = name.text("language") else { return name["name"] }
                return ["@value": text, "@language": .string(language)]
            })
        members.add("description", record["description"])
        if isPerson {
            members.add("nationality", record.text("country").map { ["@type": "Country", "identifier": .string($0)] })
        }
        members.add(
            "identifier",
            record.items("identifiers").map { identifier in
                [
                    "@type": "PropertyValue", "propertyID": identifier["scheme"] ?? .null,
                    "value": identifier["value"] ?? .null,
                ]
            })
        let known = record.items("identifiers").compactMap { identifier in
            identifier.text("scheme").flatMap { scheme in
                identifier.text("value").flatMap { Link.identifier(scheme, $0) }
            }
        }
        members.add("sameAs", known.map(JSON.string) + record.items("links").compactMap { $0["url"] })
        members.add("image", record["photo"].flatMap { $0 == .null ? nil : image($0) })
        // A role in time is a node between a person and where it is held (https://schema.org/OrganizationRole).
        members.add(
            isPerson ? "affiliation" : "memberOf",
            record.items("affiliations").map { held in
                var role = LinkedObject()
                role.add("@type", "OrganizationRole")
                role.add("roleName", held["role"])
                role.add("startDate", held["from"])
                role.add("endDate", held["to"])
                role.add(
                    isPerson ? "affiliation" : "memberOf",
                    held.text("organization").map { ["@type": "Organization", "name": .string($0)] })
                return role.json
            })
    }

    private static func quote(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "Quotation")
        members.add("text", record["text"])
        members.add("inLanguage", record["language"])
        members.add("dateCreated", record["said_on"])
        var speaker = LinkedObject()
        speaker.add("@type", "Person")
        speaker.add("@id", Link.path(Catalog.experts, record["expert"]).map(JSON.string))
        speaker.add("name", record["expert"]?["name"])
        speaker.add("jobTitle", record["role"])
        members.add("spokenByCharacter", speaker.json)
        members.add("creator", speaker.json)
        members.add("isPartOf", reference(record["article"], Catalog.articles, "NewsArticle", "headline"))
        members.add("keywords", record.items("topics"))
    }

    private static func statistic(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "Observation")
        members.add("measuredProperty", reference(record["indicator"], Catalog.indicators, "Property", "name"))
        if case .number? = record["value_to"] {
            members.add("minValue", record["value"])
            members.add("maxValue", record["value_to"])
        } else {
            switch record.text("qualifier") {
            case "more_than", "at_least": members.add("minValue", record["value"])
            case "less_than", "at_most": members.add("maxValue", record["value"])
            default: members.add("value", record["value"])
            }
        }
        members.add("unitText", record["unit"])
        members.add("observationDate", record["period"])
        members.add("observationAbout", record.text("place").map { ["@type": "Place", "name": .string($0)] })
        members.add("provider", reference(record["source"], Catalog.sources, "Organization", "name"))
        members.add("isPartOf", reference(record["article"], Catalog.articles, "NewsArticle", "headline"))
        members.add("description", record["printed"])
    }

    private static func indicator(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "StatisticalVariable")
        members.add("name", record["name"])
        members.add("description", record["description"])
        members.add("unitText", record["unit"])
    }

    private static func source(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "Organization")
        members.add("name", record["name"])
        members.add("url", record["url"])
    }

    private static func topic(_ record: JSON, _ members: inout LinkedObject) {
        members.add("@type", "DefinedTerm")
        members.add("name", record["name"])
        members.add("termCode", record["slug"])
    }

    /// The page of a record; a quote's and a statistic's is its passage.
    private static func address(_ resource: Resource, _ record: JSON) -> String? {
        resource.hasSlug ? Link.path(resource, record) : Link.passage(of: record, in: resource)
    }

    private static func reference(_ value: JSON?, _ resource: Resource, _ type: String, _ name: String) -> JSON? {
        guard let value, let path = Link.path(resource, value) else { return nil }
        return ["@type": .string(type), "@id": .string(path), name: .string(value.label ?? "")]
    }

    private static func image(_ photo: JSON) -> JSON {
        var image = LinkedObject()
        image.add("@type", "ImageObject")
        image.add("contentUrl", photo["url"])
        image.add("caption", photo["caption"])
        image.add("creditText", photo["credit"])
        return image.json
    }

    private static func work(_ link: JSON) -> JSON {
        var work = LinkedObject()
        work.add("@type", "CreativeWork")
        work.add("url", link["url"])
        work.add("name", link["title"])
        return work.json
    }
}

/// An object that leaves out what is not known.
struct LinkedObject {
    private var members = JSONObject()
    var json: JSON { .object(members) }

    mutating func add(_ name: String, _ value: JSON?) {
        if let value, value != .null { members[name] = value }
    }

    mutating func add(_ name: String, _ values: [JSON]) {
        if !values.isEmpty { members[name] = .array(values) }
    }
}
