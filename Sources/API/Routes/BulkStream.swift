internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// A bulk under way: the lines that have come are written, their answers sent, and then the next ones read.
///
/// The lines that came together are one write, up to a number. Nothing is read while that is on its way, or while too many
/// answers wait for a client that does not take them; and no worker waits with it.
final class BulkStream: WaitingBodyStream {
    private struct State {
        var lines = BulkLines()
        /// How many lines were taken that are not empty.
        var taken = 0
        var answers: [UInt8] = []
        /// Calls the connection, which was told that there is no answer for now.
        var wake: (@Sendable () -> Void)?
        var isBegun = false
        /// The body has no further lines; what else there is to say of that.
        var isAtEnd = false
        var failure: Problem?
        /// Too many answers wait.
        var isStalled = false
        var isOver = false
        /// The client has left.
        var isClosed = false
    }

    /// How many lines are written in one transaction, so that other writers have their turn in between.
    private static let linesAtOnce = 64
    /// Bytes of answers that wait for the client: those of a whole body, for clients that read when all is sent.
    private static let answersLimit = 8 * 1024 * 1024

    private let site: Site
    private let author: Author
    private let request: Request
    private let responder: Responder
    private let state = Locked(State())

    init(_ site: Site, _ author: Author, _ request: Request, _ responder: Responder) {
        self.site = site
        self.author = author
        self.request = request
        self.responder = responder
    }

    // MARK: Reading and writing; one thread at a time

    /// Writes the next lines, and then those after them; ends when none is left.
    func goOn() {
        guard let lines = nextLines() else { return }
        site.store.write { [self] connection in
            var answers: [UInt8] = []
            for line in lines { answers += try site.answer(line, connection, author, request, false) }
            return answers
        } completion: { [self] result in
            switch result {
            case .success(let answers): add(answers)
            case .failure(let error):
                // What the database can't do now is not asked of it for the lines that came with these.
                let problem = site.problem(error, request)
                let further = state.withLock { state in
                    let further = state.lines.take(Site.bulkLimit - state.taken)
                    state.taken += further.count
                    return further
                }
                add((lines + further).flatMap { $0.refusal(problem) })
            }
            goOn()
        }
    }

    /// The next lines, or nil where there is nothing to be done for now or for ever.
    private func nextLines() -> [BulkLine]? {
        while true {
            let (lines, mayGoOn, mayRead) = state.withLock { state -> ([BulkLine], Bool, Bool) in
                state.isStalled = state.answers.count >= Self.answersLimit
                if state.isClosed || state.isStalled { return ([], false, false) }
                let left = Site.bulkLimit - state.taken
                let lines = state.lines.take(min(Self.linesAtOnce, left))
                state.taken += lines.count
                if left == 0, !state.lines.isEmpty {
                    state.isAtEnd = true
                    state.failure = Problem(
                        .contentTooLarge,
                        "At most \(Site.bulkLimit) lines are taken at a time: the others were not done")
                }
                return (lines, true, !state.isAtEnd)
            }
            guard mayGoOn else { return nil }
            if !lines.isEmpty { return lines }
            guard mayRead else {
                end()
                return nil
            }
            switch request.incoming?.read() ?? .end {
            case .bytes(let bytes): state.withLock { $0.lines.append(bytes) }
            case .end:
                state.withLock { state in
                    state.lines.end()
                    state.isAtEnd = true
                }
            case .failed(let problem):
                state.withLock { state in
                    state.isAtEnd = true
                    state.failure = problem
                }
            case .nothing:
                request.incoming?.whenReady { [self] in goOn() }
                return nil
            }
        }
    }

    private func add(_ answers: [UInt8]) {
        let (isFirst, wake) = state.withLock { state in
            state.answers += answers
            defer {
                state.isBegun = true
                state.wake = nil
            }
            return (!state.isBegun, state.wake)
        }
        if isFirst { responder.send(Site.bulkResponse(.stream(self))) }
        wake?()
    }

    /// Ends the answer. Where it was not begun it says why there is none; else its last line does.
    private func end() {
        let (problem, last) = state.withLock { state -> (Problem?, BulkLine?) in
            if state.isClosed { return (nil, nil) }
            state.isOver = true
            guard state.isBegun else { return (state.failure ?? Site.emptyBulk, nil) }
            return (state.failure, BulkLine(number: state.lines.next, bytes: []))
        }
        if let last { return add(problem.map(last.refusal) ?? []) }
        if let problem { responder.send(problem.response()) }
    }

    // MARK: The answer

    func next() -> ByteStorage? {
        let (piece, goesOn) = state.withLock { state -> (ByteStorage?, Bool) in
            if state.answers.isEmpty, state.isOver { return (nil, false) }
            defer {
                state.answers = []
                state.isStalled = false
            }
            return (ByteStorage(copying: state.answers), state.isStalled)
        }
        if goesOn { goOn() }
        return piece
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) {
        let isReady = state.withLock { state in
            if !state.answers.isEmpty || state.isOver { return true }
            state.wake = wake
            return false
        }
        if isReady { wake() }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.wake = nil
        }
    }
}
