/// A request whose body is being read.
struct BodyReading {
    let received: ReceivedHead
    let routed: Router.Answer
    let share: BodyShare
    private var decoder: ChunkedDecoder?
    /// What is still to come where the length is known.
    private var remaining = 0
    /// What has come and was not yet handed on.
    var bytes: [UInt8] = []
    /// How many bytes have come for it, with the framing of chunks.
    private(set) var taken = 0

    init(_ received: ReceivedHead, _ routed: Router.Answer, _ share: BodyShare) {
        self.received = received
        self.routed = routed
        self.share = share
        switch received.head.framing {
        case .none: break
        case .length(let length): remaining = length
        case .chunked: decoder = ChunkedDecoder()
        }
    }

    /// Takes bytes as far as they belong to the body, and says how many these are.
    mutating func take(
        _ piece: UnsafeRawBufferPointer, limits: Limits
    ) -> (taken: Int, outcome: ChunkedDecoder.Outcome) {
        var count = 0
        var outcome = ChunkedDecoder.Outcome.incomplete
        if decoder != nil {
            (count, outcome) = decoder?.decode(piece, limits: limits, into: &bytes) ?? (0, .incomplete)
        } else {
            count = min(remaining, piece.count)
            bytes.append(contentsOf: piece.part(0, count))
            remaining -= count
            if remaining == 0 { outcome = .complete }
        }
        taken += count
        return (count, outcome)
    }
}
