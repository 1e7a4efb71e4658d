/// A request whose handler runs while its body comes, and may answer meanwhile.
///
/// The connection stays its loop's, which reads the body and sends what the socket did not take at once. Only to make the
/// next piece of the answer is it handed to a worker, as it is for any answer. What else happens elsewhere (the handler
/// answers, reads, waits; its stream has something again) is left in the mail or in the body, and the loop is nudged.
///
/// It belongs to the connection's owner, but for what has a lock of its own.
final class Duplex {
    struct Mail {
        var response: Response?
        /// The stream that had nothing is to be asked again.
        var mayAsk = false
        /// The connection has done with the request: what comes now is dropped.
        var isOver = false
    }

    let received: ReceivedHead
    let incoming: IncomingBody
    let mail = Locked(Mail())
    /// Kept until the answer is out.
    let share: BodyShare
    var isBodyWhole = false
    /// The client has ended its side.
    var hasEnded = false
    /// 100 (Continue) is to be sent when the handler begins to wait for the body.
    var owesContinue: Bool
    var isAnswered = false
    /// The answer's stream has nothing for now.
    var streamWaits = false
    var bodyClock = BodyClock()
    /// Since when the client has not taken the answer, though nothing is awaited of it; 0 when that is not so.
    var unsentSince: UInt64 = 0
    /// How much had been sent when the loop looked last.
    var sent: Int

    init(_ received: ReceivedHead, _ incoming: IncomingBody, _ share: BodyShare, owesContinue: Bool, sent: Int) {
        self.received = received
        self.incoming = incoming
        self.share = share
        self.owesContinue = owesContinue
        self.sent = sent
    }
}

/// How long the client has kept the handler waiting: only that time counts against it, and it counts anew whenever the
/// client has taken a piece of the answer.
struct BodyClock {
    /// The moment since which it would have waited if it had never stopped; 0 when it stands.
    private(set) var since: UInt64 = 0
    private var waited: UInt64 = 0
    /// The count of bytes with which the measure begins.
    private(set) var from = 0

    mutating func run(_ now: UInt64) {
        if since == 0 { since = now &- waited }
    }

    mutating func stop(_ now: UInt64) {
        guard since != 0 else { return }
        waited = now &- since
        since = 0
    }

    mutating func begin(_ now: UInt64, at bytes: Int) {
        waited = 0
        from = bytes
        if since != 0 { since = now }
    }
}
