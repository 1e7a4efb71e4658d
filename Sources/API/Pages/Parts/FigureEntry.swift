internal import Knowledge

/// A statistic as a page shows it.
enum FigureEntry {
    /// - Parameter article: the article it stands in, for its date and language, where it is at hand.
    static func view(_ statistic: JSON, article: JSON?) -> View {
        let resource = Catalog.statistics
        let language = article?.text("language")
        let status = statistic.text("status")
        return [
            "id": statistic["id"]?.integer.map { Link.anchor(resource, $0) },
            "isAnchored": Passage.range(statistic) != nil,
            "length": Passage.length(statistic),
            "words": Figure.words(statistic), "printed": statistic.text("printed"),
            "lang": language, "dir": Locality.direction(language),
            "indicator": statistic["indicator"]?.label,
            "indicatorPath": Link.path(Catalog.indicators, statistic["indicator"]),
            "period": PrintedDate.view(statistic.text("period")), "whereabouts": Figure.whereabouts(statistic),
            // A final figure is what a reader expects; the others are told.
            "status": status.flatMap { $0 == "final" ? nil : Wording.current("status.\($0)") },
            "asOf": PrintedDate.view(statistic.text("as_of")),
            "source": statistic["source"]?.label, "sourcePath": Link.path(Catalog.sources, statistic["source"]),
            "statedBy": statistic["stated_by"]?.label,
            "statedByPath": Link.path(Catalog.experts, statistic["stated_by"]),
            "place": Link.passage(of: statistic, in: resource),
            "passage": Passage.view(statistic), "doubt": Passage.doubt(statistic, in: resource),
            "article": article.map(ArticleEntry.view),
        ]
    }
}
