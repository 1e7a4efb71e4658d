internal import CFetch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// One request and its answer. The object is what libcurl's callbacks come back to, on the thread that performs.
final class Transfer {
    struct Answer {
        var status = 0
        var contentType: String?
        var redirect: String?
        var bytes: [UInt8] = []
    }

    private let allowed: [IPNetwork]
    private let isCancelled: () -> Bool
    /// Bytes of the body that are kept; what follows is taken and left out.
    private let keep: Int
    private var bytes: [UInt8] = []
    /// The last address that was not let through.
    private var refused: (address: IPAddress?, scope: AddressScope)?

    init(allowed: [IPNetwork], keep: Int, isCancelled: @escaping () -> Bool) {
        self.allowed = allowed
        self.keep = keep
        self.isCancelled = isCancelled
    }

    func perform(
        _ address: FetchAddress, accept: String, fetch: Fetch, bodyLimit: Int, milliseconds: Int
    ) throws(FetchError) -> Answer {
        var raw = cfetch_answer()
        perform(address.url, accept: accept, fetch: fetch, bodyLimit: bodyLimit, milliseconds: milliseconds, &raw)
        let why = Self.text(of: &raw.reason)
        let url = address.url
        switch raw.outcome {
        case cfetch_done: break
        case cfetch_bad_url: throw .badAddress(url: url, why: "give an http or https address (\(why))")
        case cfetch_refused_address:
            throw .inside(
                url: url, address: refused?.address.map { "\($0)" } ?? "an unknown address",
                scope: refused?.scope.rawValue ?? AddressScope.reserved.rawValue)
        case cfetch_unknown_host: throw .unknownHost(url: url)
        case cfetch_unreachable: throw .unreachable(url: url, why: why)
        case cfetch_insecure: throw .insecure(url: url, why: why)
        case cfetch_large_head: throw .headTooLarge(url: url, limit: fetch.limits.headBytes)
        case cfetch_large_body: throw .bodyTooLarge(url: url, limit: bodyLimit)
        case cfetch_timeout: throw .timedOut(url: url, seconds: fetch.limits.seconds)
        case cfetch_slow: throw .tooSlow(url: url, bytesPerSecond: fetch.limits.leastBytesPerSecond)
        case cfetch_cancelled: throw .cancelled
        default: throw .broken(url: url, why: why)
        }
        let contentType = Self.text(of: &raw.content_type)
        let redirect = Self.text(of: &raw.redirect)
        return Answer(
            status: raw.status, contentType: contentType.isEmpty ? nil : contentType,
            redirect: redirect.isEmpty ? nil : redirect, bytes: bytes)
    }

    private func perform(
        _ url: String, accept: String, fetch: Fetch, bodyLimit: Int, milliseconds: Int, _ answer: inout cfetch_answer
    ) {
        let limits = fetch.limits
        url.withCString { url in
            fetch.userAgent.withCString { userAgent in
                accept.withCString { accept in
                    (fetch.resolve ?? "").withCString { resolve in
                        var request = cfetch_request()
                        request.url = url
                        request.user_agent = userAgent
                        request.accept = accept
                        request.head_limit = limits.headBytes
                        request.body_limit = bodyLimit
                        request.connect_milliseconds = Int(limits.connectSeconds * 1_000)
                        request.milliseconds = milliseconds
                        request.least_rate = limits.leastBytesPerSecond
                        request.least_rate_seconds = limits.leastRateSeconds
                        request.resolve = fetch.resolve == nil ? nil : resolve
                        request.context = Unmanaged.passUnretained(self).toOpaque()
                        request.allows = { context, address in
                            guard let transfer = Transfer.from(context), let address else { return 0 }
                            return transfer.allows(address) ? 1 : 0
                        }
                        request.is_cancelled = { Transfer.from($0)?.isCancelled() == false ? 0 : 1 }
                        request.take = { context, bytes, count in
                            Transfer.from(context)?.take(UnsafeBufferPointer(start: bytes, count: count))
                        }
                        withExtendedLifetime(self) { cfetch_perform(&request, &answer) }
                    }
                }
            }
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func allows(_ address: UnsafePointer<sockaddr>) -> Bool {
        guard let address = IPAddress(address) else {
            refused = (nil, .reserved)
            return false
        }
        let scope = AddressScope(address)
        if scope == .public || allowed.contains(where: { $0.contains(address) }) { return true }
        refused = (address, scope)
        return false
    }

    private func take(_ piece: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: piece.prefix(keep - bytes.count))
    }

    private static func text<Characters>(of characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
