/// The pictures of an article, with the words under them.
struct Photos {
    private(set) var photos: [ImportedArticle.Photo] = []
    /// The elements that were read, and are no part of the text.
    private(set) var elements: Set<Int> = []

    private let tree: HTMLTree
    private let address: WebAddress
    /// What the class of each element says it is; read once, for frames may stand within frames.
    private var names: [Names]

    private struct Names: OptionSet {
        let rawValue: UInt8
        static let caption = Names(rawValue: 1)
        static let credit = Names(rawValue: 2)
        static let frame = Names(rawValue: 4)
    }

    init(_ tree: HTMLTree, in scope: Int, address: WebAddress, isLeftOut: (Int) -> Bool) {
        self.tree = tree
        self.address = address
        names = tree.nodes.indices.map { Self.names(of: $0, in: tree) }
        var index = scope + 1
        while index < tree.end(scope) {
            if isLeftOut(index) {
                index = tree.end(index)
                continue
            }
            if isFigure(index) {
                elements.insert(index)
                read(index)
                index = tree.end(index)
                continue
            }
            index += 1
        }
    }

    /// Whether an element is a picture with its words: no text, no table that the article needs.
    private func isFigure(_ index: Int) -> Bool {
        let tag = tree.tag(index)
        guard tag == .figure || (!tag.isInline && names[index].contains(.frame)) else { return false }
        let caption = captionIndex(in: index)
        guard tag == .figure || caption != nil else { return false }
        let captionRange = caption.map { $0..<tree.end($0) }
        return !(index + 1..<tree.end(index)).contains { place in
            switch tree.tag(place) {
            case .table, .pre, .blockquote, .ul, .ol: true
            case .p: captionRange.map { !$0.contains(place) } ?? false
            default: false
            }
        }
    }

    private mutating func read(_ figure: Int) {
        let images = tree.elements(.img, .ampImage, in: figure + 1..<tree.end(figure))
        guard !images.isEmpty || captionIndex(in: figure) != nil else { return }
        var photo = ImportedArticle.Photo()
        photo.url = images.lazy.compactMap(source).first
        if let caption = captionIndex(in: figure) {
            let credit = (figure + 1..<tree.end(figure)).first { $0 != caption && isCredit($0) }
            let own = tree.words(of: caption, without: { $0 == credit })
            let split = Credit.split(own)
            photo.caption = split.caption
            photo.credit = credit.flatMap { Credit.bare(tree.words(of: $0)) } ?? split.credit
        } else if let credit = (figure + 1..<tree.end(figure)).first(where: isCredit) {
            photo.credit = Credit.bare(tree.words(of: credit))
        }
        if photo.caption == nil { photo.caption = images.lazy.compactMap(description).first }
        add(photo)
    }

    /// Adds a picture that the page names elsewhere, if it is not there.
    mutating func add(_ photo: ImportedArticle.Photo) {
        var photo = photo
        photo.caption = photo.caption?.cut(to: ReadingLimits.captionCharacters)
        photo.credit = photo.credit?.cut(to: ReadingLimits.nameCharacters)
        guard photo.caption != nil || photo.credit != nil, photos.count < ReadingLimits.photos,
            !photos.contains(where: { $0 == photo || ($0.url != nil && $0.url == photo.url) })
        else { return }
        photos.append(photo)
    }

    /// The picture's description, where it says more than a file's name.
    private func description(_ image: Int) -> String? {
        guard let text = tree.attribute(.alt, of: image)?.collapsed, text.contains(" "), !text.contains("_") else {
            return nil
        }
        return text.nonEmpty
    }

    private func source(_ image: Int) -> String? {
        for attribute in [HTMLAttribute.dataSource, .dataOriginal, .dataLazySource, .src] {
            if let url = tree.attribute(attribute, of: image).flatMap(address.absolute) { return url }
        }
        // The largest of a set stands last, mostly.
        let set = tree.attribute(.srcset, of: image) ?? tree.attribute(.dataSourceSet, of: image)
        return set?.split(separator: ", ").last.flatMap { $0.split(separator: " ").first }.flatMap {
            address.absolute(String($0))
        }
    }

    private func captionIndex(in figure: Int) -> Int? {
        // What stands behind hundreds of other elements is no caption of this one.
        let inside = (figure + 1..<tree.end(figure)).prefix(200)
        return inside.first { tree.tag($0) == .figcaption } ?? inside.first { names[$0].contains(.caption) }
    }

    private func isCredit(_ index: Int) -> Bool { names[index].contains(.credit) }

    private static func names(of index: Int, in tree: HTMLTree) -> Names {
        let tag = tree.tag(index)
        guard tag != .text, tag != .img, tag != .ampImage, tag != .picture else { return [] }
        let words = Boilerplate.names(of: index, in: tree)
        var names: Names = []
        if Boilerplate.isNamed(words, by: captions) { names.insert(.caption) }
        if Boilerplate.isNamed(words, by: credits)
            || ["copyrightHolder", "creditText", "creator"].contains(tree.attribute(.itemprop, of: index) ?? "")
        {
            names.insert(.credit)
        }
        if Boilerplate.isNamed(words, by: frames) { names.insert(.frame) }
        return names
    }

    private static let captions: Set<String> = ["caption", "captions", "figcaption", "legend"]
    private static let credits: Set<String> = [
        "credit", "credits", "photographer", "copyright", "photocredit", "photoauthor", "imagecredit",
    ]
    private static let frames: Set<String> = [
        "caption", "figure", "image", "photo", "picture", "img", "media", "thumbnail", "illustration", "foto",
    ]
}
