internal import HTTPTypes
internal import Synchronization

/// Sends the answer to one request, once, from any thread. What is sent after the first is dropped.
///
/// When the last copy goes without having sent anything, the server answers 500 itself.
public struct Responder: Sendable {
    let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// A responder that hands the answer to a function, once: for tests, and for wrapping another responder.
    public init(_ send: @escaping @Sendable (Response) -> Void) {
        exchange = Exchange(send)
    }

    /// Answers.
    public func send(_ response: Response) {
        exchange.answer(response)
    }
}

/// The one answer of a request.
final class Exchange: Sendable {
    private let answered = Atomic<Bool>(false)
    private let deliver: @Sendable (Response) -> Void

    init(_ deliver: @escaping @Sendable (Response) -> Void) {
        self.deliver = deliver
    }

    func answer(_ response: Response) {
        guard !answered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        deliver(response)
    }

    deinit {
        if !answered.load(ordering: .acquiring) {
            deliver(Problem(.internalServerError, "The request was not answered.").response())
        }
    }
}
