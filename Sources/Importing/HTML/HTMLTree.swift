/// A page's elements and texts in the order of the page, each with where its content ends: parents come before their
/// children, so that one loop forwards hands on what holds inside of an element, and one backwards adds up what is in it.
struct HTMLTree {
    struct Node {
        let tag: HTMLTag
        let parent: Int32
        /// The index after the last node inside.
        var end: Int32
        /// Of a text its bytes in ``HTMLTree/text``, of an element its attributes.
        var content: Range<Int32>
    }

    struct Attribute {
        let name: HTMLAttribute
        let value: Range<Int32>
    }

    /// The first is the page itself, an element around all others.
    var nodes: [Node] = []
    var text: [UInt8] = []
    var attributes: [Attribute] = []
    var values: [UInt8] = []
    /// Whether a limit has ended the reading.
    var isCut = false

    func tag(_ index: Int) -> HTMLTag { nodes[index].tag }

    func end(_ index: Int) -> Int { Int(nodes[index].end) }

    /// What an element holds, directly.
    func children(of index: Int) -> ChildSequence { ChildSequence(tree: self, place: index + 1, end: end(index)) }

    /// The bytes of a text.
    func text(_ index: Int) -> ArraySlice<UInt8> {
        text[Int(nodes[index].content.lowerBound)..<Int(nodes[index].content.upperBound)]
    }

    /// An element's attribute, without white space at the ends; nil where it has none.
    func attribute(_ name: HTMLAttribute, of index: Int) -> String? {
        let node = nodes[index]
        guard node.tag != .text else { return nil }
        for attribute in attributes[Int(node.content.lowerBound)..<Int(node.content.upperBound)]
        where attribute.name == name {
            return String(
                decoding: values[Int(attribute.value.lowerBound)..<Int(attribute.value.upperBound)], as: UTF8.self
            ).trimmed
        }
        return nil
    }

    /// The words of an element in one line, with each run of white space one space.
    func words(of index: Int, limit: Int = 4_000, without: (Int) -> Bool = { _ in false }) -> String {
        var runs = TextRuns()
        var count = 0
        var place = index
        while place < end(index), count < limit * 4 {
            let tag = tag(place)
            if place != index, tag.isUnread || without(place) {
                place = end(place)
                continue
            }
            if tag == .text {
                runs.append(text(place), TextStyle())
                count += text(place).count
            } else if tag == .br || !tag.isInline {
                runs.append([0x20], TextStyle())
            }
            place += 1
        }
        return String(decoding: runs.take().plain, as: UTF8.self).collapsed.cut(to: limit)
    }

    /// The indices of elements within another one.
    func elements(_ tags: HTMLTag..., in range: Range<Int>? = nil) -> [Int] {
        (range ?? nodes.indices).filter { tags.contains(nodes[$0].tag) }
    }

    /// The elements around one, from the nearest on.
    func ancestors(of index: Int) -> some Sequence<Int> {
        sequence(state: Int(nodes[index].parent)) { next -> Int? in
            guard next >= 0 else { return nil }
            defer { next = Int(nodes[next].parent) }
            return next
        }
    }

    struct ChildSequence: Sequence, IteratorProtocol {
        let tree: HTMLTree
        var place: Int
        let end: Int

        mutating func next() -> Int? {
            guard place < end else { return nil }
            defer { place = tree.end(place) }
            return place
        }
    }
}
