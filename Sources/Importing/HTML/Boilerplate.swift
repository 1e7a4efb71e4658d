/// What stands around an article on its page: told by elements, roles, and the words that publishers name classes with.
struct Boilerplate {
    /// For each node whether it is left out of the text, with all that is in it.
    private(set) var isLeftOut: [Bool]
    /// For each node how many bytes of text that is shown it holds.
    let lengths: [Int]

    init(_ tree: HTMLTree) {
        lengths = Self.lengths(tree)
        isLeftOut = [Bool](repeating: false, count: tree.nodes.count)
        let all = lengths[0]
        for index in tree.nodes.indices.dropFirst() {
            let parent = Int(tree.nodes[index].parent)
            if isLeftOut[parent] {
                isLeftOut[index] = true
                continue
            }
            let tag = tree.tag(index)
            guard tag != .text else { continue }
            // What holds most of the page is not beside it, whatever it is called: ASP.NET wraps pages in a form, and
            // WordPress tells on the body that a page has a sidebar.
            let isMost = lengths[index] * 2 > all
            if tag.isUnread || Self.isHidden(tree, index) || Self.isComments(tree, index) {
                isLeftOut[index] = true
            } else if !isMost {
                isLeftOut[index] =
                    tag == .form || tag == .aside || tag == .input || Self.hasRole(tree, index)
                    || Self.isNamed(Self.names(of: index, in: tree), by: Self.words)
            }
        }
    }

    private static func lengths(_ tree: HTMLTree) -> [Int] {
        var lengths = [Int](repeating: 0, count: tree.nodes.count)
        for index in tree.nodes.indices.reversed() {
            let node = tree.nodes[index]
            if node.tag == .text { lengths[index] = tree.text(index).count { !$0.isHTMLSpace } }
            if node.parent >= 0, !node.tag.isUnread { lengths[Int(node.parent)] += lengths[index] }
        }
        return lengths
    }

    private static func isHidden(_ tree: HTMLTree, _ index: Int) -> Bool {
        if tree.attribute(.hidden, of: index) != nil || tree.attribute(.ariaHidden, of: index) == "true" { return true }
        guard let style = tree.attribute(.style, of: index)?.lowercased() else { return false }
        let compact = style.filter { !$0.isWhitespace }
        return compact.contains("display:none") || compact.contains("visibility:hidden")
    }

    /// Whether an element is called readers' comments and nothing else: then it may be most of a page.
    private static func isComments(_ tree: HTMLTree, _ index: Int) -> Bool {
        guard tree.tag(index) != .body, tree.tag(index) != .article, tree.tag(index) != .main else { return false }
        return [HTMLAttribute.class, .id].contains { attribute in
            tree.attribute(attribute, of: index).map { value in
                value.split(whereSeparator: \.isWhitespace).contains { comments.contains($0.lowercased()) }
            } ?? false
        }
    }

    private static let comments: Set<String> = [
        "comments", "comment", "comment-list", "commentlist", "comments-list", "comments-area", "comments-section",
        "comment-section", "comments__list", "disqus_thread", "respond",
    ]

    private static func hasRole(_ tree: HTMLTree, _ index: Int) -> Bool {
        guard let role = tree.attribute(.role, of: index)?.lowercased() else { return false }
        return [
            "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu",
            "menubar",
            "toolbar", "alert", "form",
        ].contains(role)
    }

    /// The words of an element's classes and id, in lower case: `storyBody__share-bar` gives story, body, share, bar.
    ///
    /// The id of a heading or of something in a line is a mark to lead to, made of the text's own words.
    static func names(of index: Int, in tree: HTMLTree) -> [String] {
        let tag = tree.tag(index)
        var names: [String] = []
        for attribute in tag.isInline || tag.headingLevel != nil ? [HTMLAttribute.class] : [.class, .id] {
            guard let value = tree.attribute(attribute, of: index) else { continue }
            var word: [UInt8] = []
            var wasLower = false
            for byte in value.utf8.prefix(1_024) {
                let isUpper = (0x41...0x5A).contains(byte)
                if !byte.isASCIIAlphanumeric || (isUpper && wasLower), !word.isEmpty {
                    names.append(String(decoding: word, as: UTF8.self))
                    word.removeAll(keepingCapacity: true)
                }
                if byte.isASCIIAlphanumeric { word.append(byte.lowercasedASCII) }
                wasLower = (0x61...0x7A).contains(byte)
            }
            if !word.isEmpty { names.append(String(decoding: word, as: UTF8.self)) }
        }
        return names
    }

    static func isNamed(_ names: [String], by words: Set<String>) -> Bool { names.contains { words.contains($0) } }

    /// Words that name what is beside an article.
    private static let words: Set<String> = [
        "ad", "ads", "advert", "adverts", "advertisement", "advertising", "adsense", "adslot", "adunit", "banner",
        "bannerad",
        "breadcrumb", "breadcrumbs", "comment", "comments", "commentlist", "consent", "cookie", "cookies", "copyright",
        "cta", "disqus", "donate", "donation", "footer", "gdpr", "login", "masthead", "menu", "modal", "mostread",
        "nav",
        "navbar", "navigation", "newsletter", "newsletters", "outbrain", "overlay", "pager", "pagination", "popular",
        "popup",
        "promo", "promos", "promobox", "promotion", "rating", "recirc", "recirculation", "recommended",
        "recommendations",
        "related", "relatedposts", "replies", "reply", "respond", "share", "sharebar", "sharedaddy", "sharing",
        "shares",
        "sidebar", "signup", "skip", "social", "socials", "sponsor", "sponsored", "subscribe", "subscription",
        "taboola",
        "taglist", "tags", "toolbar", "tooltip", "trending", "typo", "widgets", "paywall", "readmore",
        "ticker",
        "visuallyhidden", "screenreader",
    ]
}
