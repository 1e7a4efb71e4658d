/// The elements that reading tells apart; any other is ``other``, or ``inline`` where it is known to be one.
enum HTMLTag: String, CaseIterable {
    /// Not an element but a text.
    case text = "#text"
    case other = "#other"
    case html, head, body, title, meta, link, base
    case article, main, section, div, p, header, footer, nav, aside, hgroup, address, center
    case h1, h2, h3, h4, h5, h6
    case ul, ol, menu, li, dl, dt, dd
    case blockquote, pre, hr, br, wbr
    case table, caption, colgroup, col, thead, tbody, tfoot, tr, td, th
    case figure, figcaption, img, picture, source
    case ampImage = "amp-img"
    case a, b, strong, i, em, cite, dfn, `var`, code, kbd, samp, tt, q, time, span, font, u, s, del, ins, small, big
    case sub, sup, mark, abbr, acronym, bdi, bdo, label, data, ruby, rb, rt, rp, nobr
    case form, fieldset, button, input, select, option, textarea, output, progress, meter
    case iframe, object, embed, applet, param, video, audio, track, canvas, svg, math, map, area, template, noscript,
        dialog
    case details, summary
    case script, style

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    init(named name: String) { self = Self.byName[name] ?? .other }

    /// Whether it stands in a line. What is not known does: an element of a page's own is told by what it holds.
    var isInline: Bool {
        switch self {
        case .a, .b, .strong, .i, .em, .cite, .dfn, .var, .code, .kbd, .samp, .tt, .q, .time, .span, .font, .u, .s,
            .del,
            .ins, .small, .big, .sub, .sup, .mark, .abbr, .acronym, .bdi, .bdo, .label, .data, .ruby, .rb, .rt, .rp,
            .nobr,
            .text, .br, .wbr, .img, .picture, .ampImage, .math, .map, .output, .other, .input:
            true
        default: false
        }
    }

    /// Whether nothing in it is ever text of an article.
    var isUnread: Bool {
        switch self {
        case .head, .script, .style, .template, .iframe, .object, .embed, .applet, .video, .audio, .canvas, .svg,
            .button,
            .select, .textarea, .noscript, .dialog, .nav, .footer, .rp, .progress, .meter, .option:
            true
        default: false
        }
    }

    /// Whether it has no end tag (<https://html.spec.whatwg.org/#void-elements>).
    var isVoid: Bool {
        switch self {
        case .area, .base, .br, .col, .embed, .hr, .img, .input, .link, .meta, .param, .source, .track, .wbr: true
        default: false
        }
    }

    /// 1 to 6 for a heading.
    var headingLevel: Int? {
        switch self {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }
}

/// The attributes that reading needs; no other reaches libxml2.
enum HTMLAttribute: String, CaseIterable {
    case id, `class`, role, hidden, style, lang, dir, href, rel, src, srcset, alt, title, name, content, property,
        charset
    case itemprop, itemtype, itemscope, datetime, pubdate, start, value, colspan
    case ariaHidden = "aria-hidden"
    case dataSource = "data-src"
    case dataOriginal = "data-original"
    case dataLazySource = "data-lazy-src"
    case dataSourceSet = "data-srcset"
    case dataTime = "data-datetime"
    case xmlLanguage = "xml:lang"

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    init?(named name: String) {
        guard let attribute = Self.byName[name] else { return nil }
        self = attribute
    }
}
