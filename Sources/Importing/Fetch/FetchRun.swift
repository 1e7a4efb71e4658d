internal import CFetch

/// One fetch, with its redirects and the robots.txt of each host that it meets.
struct FetchRun {
    private let fetch: Fetch
    private let isCancelled: () -> Bool
    private let end: ContinuousClock.Instant
    /// The rules that each origin gives.
    private var robots: [String: RobotsRules] = [:]

    init(_ fetch: Fetch, isCancelled: @escaping () -> Bool) {
        self.fetch = fetch
        self.isCancelled = isCancelled
        end = .now + .seconds(fetch.limits.seconds)
    }

    mutating func fetch(_ url: String) throws(FetchError) -> Fetched {
        var address = try FetchAddress(url, limits: fetch.limits)
        var redirects: [String] = []
        while true {
            try askRobots(address)
            let answer = try transfer(
                address, accept: "text/html, application/xhtml+xml, application/pdf;q=0.9, text/*;q=0.8, */*;q=0.1",
                bodyLimit: fetch.limits.bodyBytes)
            switch answer.status {
            case 200:
                return Fetched(
                    bytes: answer.bytes, contentType: answer.contentType, url: address.url, redirects: redirects,
                    retrievedAt: fetch.now())
            case 301, 302, 303, 307, 308:
                guard redirects.count < fetch.limits.redirects else {
                    throw .tooManyRedirects(url: url, limit: fetch.limits.redirects)
                }
                guard let next = answer.redirect else { throw .badRedirect(url: address.url) }
                redirects.append(address.url)
                address = try FetchAddress(next, limits: fetch.limits)
            default:
                throw .status(url: address.url, code: answer.status)
            }
        }
    }

    // MARK: robots.txt

    private mutating func askRobots(_ address: FetchAddress) throws(FetchError) {
        let rules: RobotsRules
        if let known = robots[address.origin] {
            rules = known
        } else {
            rules = try readRobots(of: address)
            robots[address.origin] = rules
        }
        guard rules.allows(address.target) else {
            throw .disallowed(url: address.url, robots: "\(address.origin)/robots.txt")
        }
    }

    /// What an origin asks for: all is allowed where it has no robots.txt, and nothing where that can't be known
    /// (RFC 9309 §2.3.1).
    private func readRobots(of address: FetchAddress) throws(FetchError) -> RobotsRules {
        let first = "\(address.origin)/robots.txt"
        var next = try FetchAddress(first, limits: fetch.limits)
        for _ in 0...fetch.limits.redirects {
            let answer: Transfer.Answer
            do {
                answer = try transfer(next, accept: "text/plain, */*;q=0.1", bodyLimit: nil)
            } catch {
                switch error {
                case .unreachable, .broken, .timedOut, .tooSlow, .insecure, .headTooLarge, .bodyTooLarge:
                    throw .robotsUnreachable(robots: next.url, why: error.reason)
                default: throw error
                }
            }
            switch answer.status {
            case 200..<300: return RobotsRules(answer.bytes, for: Fetch.productToken)
            case 301, 302, 303, 307, 308:
                // One that leads nowhere is as good as none.
                guard let url = answer.redirect, let address = try? FetchAddress(url, limits: fetch.limits) else {
                    return RobotsRules()
                }
                next = address
            case 429: throw .robotsUnreachable(robots: next.url, why: "429")
            case 400..<500: return RobotsRules()
            default: throw .robotsUnreachable(robots: next.url, why: "\(answer.status)")
            }
        }
        return RobotsRules()
    }

    // MARK: Transfers

    /// - Parameter bodyLimit: nil for the first bytes of a robots.txt, with what is beyond left out.
    private func transfer(_ address: FetchAddress, accept: String, bodyLimit: Int?) throws(FetchError)
        -> Transfer.Answer
    {
        if isCancelled() { throw .cancelled }
        let left = end - .now
        guard left > .milliseconds(1) else {
            throw .timedOut(url: address.url, seconds: fetch.limits.seconds)
        }
        let transfer = Transfer(
            allowed: fetch.allowed, keep: bodyLimit ?? fetch.limits.robotsBytes, isCancelled: isCancelled)
        return try transfer.perform(
            address, accept: accept, fetch: fetch, bodyLimit: bodyLimit ?? fetch.limits.robotsBytes * 4,
            milliseconds: Int(left / .milliseconds(1)))
    }
}

extension FetchError {
    /// The middle of the sentence, for another one.
    fileprivate var reason: String {
        switch self {
        case .unreachable(_, let why), .insecure(_, let why), .broken(_, let why): why
        case .timedOut: "it takes too long"
        case .tooSlow: "it comes too slowly"
        case .headTooLarge, .bodyTooLarge: "it is too large"
        default: "\(self)"
        }
    }
}
