internal import Knowledge

/// Pictures, which are elsewhere: caption and credit are always told, the picture itself is shown where the operator
/// lets pages load it from there.
enum Photo {
    static func views(_ photos: [JSON]) -> View? {
        let items = photos.map(view)
        return items.isEmpty ? nil : ["items": items, "areShown": items.contains { $0["src"] is String }]
    }

    static func view(_ photo: JSON) -> View {
        [
            "caption": photo.text("caption"), "credit": photo.text("credit"),
            "src": Visit.current.showsImages ? address(photo) : nil,
            "link": Link.web(photo.text("url")).map { ["href": $0.url, "host": $0.host] as View },
        ]
    }

    /// Where the picture is, if a page may load it from there: by https alone.
    static func address(_ photo: JSON) -> String? {
        Link.web(photo.text("url")).flatMap { $0.url.prefix(8).lowercased() == "https://" ? $0.url : nil }
    }
}
