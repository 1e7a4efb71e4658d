internal import HTTPServer
internal import Knowledge
internal import Store

/// A list on its way as CSV or as lines of JSON: pages of one snapshot, made when the client has taken the last. What
/// fails half-way ends the connection, so that nobody takes a part for the whole.
final class ListStream: BodyStream {
    private struct State {
        var walk: ListWalk
        var isBegun = false
    }

    private let reader: Reader
    private let place: Places.Place
    private let table: RecordTable?
    private let state: Locked<State>

    /// - Parameter table: how records become lines of a table; nil for lines of JSON.
    init(_ store: Store, _ place: Places.Place, _ walk: ListWalk, as table: RecordTable?) throws {
        self.place = place
        self.table = table
        reader = try store.openReader()
        try reader.holdSnapshot()
        state = Locked(State(walk: walk))
    }

    func next() throws -> ByteStorage? {
        try state.withLock { state in
            try reader.read { connection in
                guard let page = try state.walk.nextPage(connection) else { return nil }
                defer { state.isBegun = true }
                guard let table else { return Self.storage(page) }
                return ByteStorage(try table.lines(of: page, withHeader: !state.isBegun))
            }
        }
    }

    func close() { reader.close() }

    static func storage(_ buffer: consuming JSONBuffer) -> ByteStorage {
        let memory = buffer.take()
        return ByteStorage(adopting: memory.base, headroom: memory.headroom, count: memory.count)
    }
}

extension RecordTable {
    /// The table's lines for lines of JSON.
    func lines(of page: borrowing JSONBuffer, withHeader: Bool) throws -> String {
        var csv = withHeader ? CSV(header) : CSV()
        try page.withBytes { bytes in
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                csv.add(cells(try JSONReader.read(UnsafeRawBufferPointer(rebasing: line))))
            }
        }
        return csv.text
    }
}
