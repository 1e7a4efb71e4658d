public import HTTPTypes

/// Where and how a server serves.
public struct Configuration: Sendable {
    /// What a server listens on.
    public enum Address: Sendable, Equatable {
        /// A numeric address or a name, and a port; 0 lets the system choose one.
        case ip(host: String, port: Int)
        /// A socket in the file system, and the permissions of its file: who may write to it may connect.
        case unix(path: String, permissions: UInt16 = 0o660)
        /// A socket that listens already, such as one from systemd (LISTEN_FDS starts at 3).
        case descriptor(CInt)
    }

    public var address: Address
    /// Event loops, each on a thread of its own.
    public var loops: Int
    /// Workers that run handlers, each on a queue of its own.
    public var workers: Int
    public var limits: Limits
    /// Whose X-Forwarded-For and Forwarded are believed.
    public var trustedProxies: TrustedProxies
    /// The generation of what handlers read: moves with every change. An odd value means that a change is under way:
    /// then nothing is answered from the cache or put into it.
    public var generation: @Sendable () -> UInt64
    /// Put on every response, such as X-Content-Type-Options.
    public var commonFields: HTTPFields
    /// The value of Server; none when nil.
    public var serverField: String?

    public init(
        address: Address = .ip(host: "127.0.0.1", port: 8080), loops: Int = 1, workers: Int = 4,
        limits: Limits = Limits(), trustedProxies: TrustedProxies = TrustedProxies(),
        generation: @escaping @Sendable () -> UInt64 = { 1 },
        commonFields: HTTPFields = [:], serverField: String? = nil
    ) {
        self.address = address
        self.loops = loops
        self.workers = workers
        self.limits = limits
        self.trustedProxies = trustedProxies
        self.generation = generation
        self.commonFields = commonFields
        self.serverField = serverField
    }
}
