/// Where on a page the article's text stands.
struct MainText {
    /// The element that holds it; nil where nothing on the page reads like an article.
    private(set) var root: Int?
    /// The article with its headline, byline and pictures: ``root`` or an element around it.
    private(set) var scope: Int
    /// How many bytes of running text are in it.
    private(set) var weight = 0

    /// A paragraph counts from so many bytes on; what is shorter is a label or a button.
    private static let leastParagraph = 40
    /// Less running text than this is no article, on a page that does not say where its article is: a sentence or two.
    private static let leastText = 140

    /// Finds it by its paragraphs: each counts by its length, but for what of it is links, and one that is mostly links
    /// not at all. Where an element says that it is the article's body, it is taken at its word; else the text is in the
    /// smallest element that holds nearly all of what counts.
    init(_ tree: HTMLTree, _ boilerplate: Boilerplate) {
        let weights = Self.weights(tree, boilerplate)
        scope = 0
        guard weights[0] > 0 else { return }
        let named = Self.named(tree, boilerplate, weights)
        let (start, share) = named.map { ($0.index, $0.isBody ? 1.0 : 0.97) } ?? (0, 0.75)
        var place = start
        if share < 1 {
            // Downwards, as long as one child holds nearly all that counts.
            let least = Double(weights[start]) * share
            while let next = tree.children(of: place).max(by: { weights[$0] < weights[$1] }),
                Double(weights[next]) >= least, !Self.isParagraph(tree.tag(next))
            {
                place = next
            }
        }
        guard weights[place] >= (named == nil ? Self.leastText : Self.leastParagraph) else { return }
        root = place
        weight = weights[place]
        scope = named.map(\.index) ?? place
        if let around = tree.ancestors(of: place).first(where: { tree.tag($0) == .article || tree.tag($0) == .main }),
            weights[around] <= weights[place] * 2
        {
            scope = around
        }
    }

    /// For each element how much running text is in it.
    private static func weights(_ tree: HTMLTree, _ boilerplate: Boilerplate) -> [Int] {
        let count = tree.nodes.count
        var owner = [Int32](repeating: 0, count: count)
        var isInLink = [Bool](repeating: false, count: count)
        var all = [Int](repeating: 0, count: count)
        var linked = [Int](repeating: 0, count: count)
        for index in tree.nodes.indices.dropFirst() {
            let parent = Int(tree.nodes[index].parent)
            let tag = tree.tag(index)
            owner[index] = tag.isInline ? owner[parent] : Int32(index)
            isInLink[index] = isInLink[parent] || tag == .a
            guard tag == .text, !boilerplate.isLeftOut[index] else { continue }
            all[Int(owner[index])] += boilerplate.lengths[index]
            if isInLink[index] { linked[Int(owner[index])] += boilerplate.lengths[index] }
        }
        var weights = [Int](repeating: 0, count: count)
        for index in tree.nodes.indices.reversed() {
            if all[index] >= leastParagraph, linked[index] * 2 < all[index] {
                weights[index] += all[index] - linked[index]
            }
            if tree.nodes[index].parent >= 0 { weights[Int(tree.nodes[index].parent)] += weights[index] }
        }
        return weights
    }

    private static func isParagraph(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .p, .h1, .h2, .h3, .h4, .h5, .h6, .li, .blockquote, .pre, .table, .ul, .ol, .figure: true
        default: tag.isInline && tag != .other
        }
    }

    /// The element that says that it is the article or its body, and holds a good part of what counts on the page.
    private static func named(_ tree: HTMLTree, _ boilerplate: Boilerplate, _ weights: [Int]) -> (
        index: Int, isBody: Bool
    )? {
        var body: Int?
        var article: Int?
        var articles = 0
        var main: Int?
        for index in tree.nodes.indices.dropFirst() where !boilerplate.isLeftOut[index] && weights[index] > 0 {
            if tree.attribute(.itemprop, of: index) == "articleBody" || isNamedBody(tree, index),
                body.map({ weights[$0] < weights[index] }) ?? true
            {
                body = index
            }
            if tree.tag(index) == .article {
                articles += 1
                if article.map({ weights[$0] < weights[index] }) ?? true { article = index }
            }
            if tree.tag(index) == .main || tree.attribute(.role, of: index) == "main",
                main.map({ weights[$0] < weights[index] }) ?? true
            {
                main = index
            }
        }
        let whole = main ?? 0
        // One article among many, as in a list or a live blog, is not the page's.
        if let article, weights[article] * 2 < weights[whole], articles > 1 { return main.map { ($0, false) } }
        if let body, weights[body] * 2 >= weights[article ?? whole] { return (body, true) }
        if let article, weights[article] * 4 >= weights[whole] { return (article, false) }
        if let main { return (main, false) }
        return nil
    }

    /// Class names that publishing systems give the body of an article, and nothing else.
    private static func isNamedBody(_ tree: HTMLTree, _ index: Int) -> Bool {
        guard let value = tree.attribute(.class, of: index) else { return false }
        return value.split(whereSeparator: \.isWhitespace).contains { bodies.contains($0.lowercased()) }
    }

    private static let bodies: Set<String> = [
        "article-body", "article__body", "articlebody", "article-content", "article__content", "article-text",
        "article__text", "entry-content", "post-content", "post-body", "story-body", "story__body", "story-content",
        "td-post-content", "field--name-body", "js-mediator-article", "b-text", "wysiwyg",
    ]
}
