public import Foundation

/// Why an address was not fetched, in one line that says what to do.
public enum FetchError: LocalizedError, Sendable, Equatable {
    /// It is no http or https address that may be asked for.
    case badAddress(url: String, why: String)
    /// It leads to an address inside (``AddressScope``).
    case inside(url: String, address: String, scope: String)
    case disallowed(url: String, robots: String)
    /// robots.txt can't be had, which says no (RFC 9309 §2.3.1.4).
    case robotsUnreachable(robots: String, why: String)
    case tooManyRedirects(url: String, limit: Int)
    /// A redirect that does not say where to.
    case badRedirect(url: String)
    case status(url: String, code: Int)
    case unknownHost(url: String)
    case unreachable(url: String, why: String)
    case insecure(url: String, why: String)
    case headTooLarge(url: String, limit: Int)
    case bodyTooLarge(url: String, limit: Int)
    case timedOut(url: String, seconds: Double)
    case tooSlow(url: String, bytesPerSecond: Int)
    case broken(url: String, why: String)
    case cancelled

    public var errorDescription: String? {
        switch self {
        case .badAddress(let url, let why): "\(url) can't be fetched: \(why)"
        case .inside(let url, let address, let scope):
            "\(url) leads to \(address), which is \(scope): only public addresses are fetched. "
                + "If it is meant, the server's --allow-import-from names its network"
        case .disallowed(let url, let robots):
            "\(robots) asks programs not to fetch \(url): save the page in a browser, and import the file"
        case .robotsUnreachable(let robots, let why):
            "\(robots) can't be read (\(why)), and without it nothing is fetched there: try again later, or save the page "
                + "in a browser and import the file"
        case .tooManyRedirects(let url, let limit):
            "\(url) leads on more than \(limit) times: give the address that it ends at"
        case .badRedirect(let url): "\(url) leads on without saying where to: look at it in a browser"
        case .status(let url, let code):
            switch code {
            case 401, 402, 403, 451:
                "\(url) answers \(code), not for us: save the page in a browser, and import the file"
            case 404, 410: "\(url) answers \(code), there is no such page: check the address"
            case 429, 500...: "\(url) answers \(code): try again later"
            default: "\(url) answers \(code) in place of a page: check the address"
            }
        case .unknownHost(let url): "The host of \(url) is not known: check its name"
        case .unreachable(let url, let why): "\(url) can't be reached (\(why)): try again later"
        case .insecure(let url, let why): "\(url) can't be trusted (\(why)): check the address"
        case .headTooLarge(let url, let limit): "\(url) answers with a head of more than \(limit) bytes: it is no page"
        case .bodyTooLarge(let url, let limit):
            "\(url) is larger than \(limit) bytes: save what you need of it, and import the file"
        case .timedOut(let url, let seconds): "\(url) took longer than \(Int(seconds)) seconds: try again later"
        case .tooSlow(let url, let rate): "\(url) sent fewer than \(rate) bytes a second: try again later"
        case .broken(let url, let why): "\(url) broke off (\(why)): try again later"
        case .cancelled: "The fetch was cancelled"
        }
    }
}
