internal import CSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A bound and listening socket.
struct Listener {
    let descriptor: CInt
    /// Where it listens, for people.
    let address: String
    /// The socket's file, to be removed at the end.
    let file: SocketFile?

    init(_ address: Configuration.Address, backlog: Int) throws(ServerError) {
        switch address {
        case .ip(let host, let port): self = try Self.ip(host, port, backlog)
        case .unix(let path, let permissions): self = try Self.unix(path, permissions, backlog)
        case .descriptor(let descriptor): self = try Self.inherited(descriptor)
        }
    }

    private init(descriptor: CInt, address: String, file: SocketFile? = nil) {
        self.descriptor = descriptor
        self.address = address
        self.file = file
    }

    // MARK: TCP

    private static func ip(_ host: String, _ port: Int, _ backlog: Int) throws(ServerError) -> Listener {
        guard (0...65535).contains(port) else {
            throw ServerError("Port \(port) does not exist. Choose one from 1 to 65535, or 0 for any that is free.")
        }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = streamType
        var found: UnsafeMutablePointer<addrinfo>?
        // Brackets around an IPv6 address belong to URLs.
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let result = getaddrinfo(name, String(port), &hints, &found)
        guard result == 0, let first = found else {
            let reason = String(cString: gai_strerror(result))
            throw ServerError("Host \(host) can't be resolved (\(reason)). Give an address of this machine.")
        }
        defer { freeaddrinfo(first) }
        let descriptor = socket(first.pointee.ai_family, streamType, 0)
        guard descriptor >= 0 else { throw ServerError.system("A socket can't be made") }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        // "::" is for IPv4 too.
        if first.pointee.ai_family == AF_INET6 { set(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            let reason = errno
            close(descriptor)
            throw refusal(reason, host, port)
        }
        try listen(on: descriptor, backlog)
        return Listener(descriptor: descriptor, address: try text(of: descriptor))
    }

    private static func refusal(_ reason: CInt, _ host: String, _ port: Int) -> ServerError {
        switch reason {
        case EADDRINUSE:
            ServerError("Port \(port) of \(host) is in use. Stop what listens there, or choose another port.")
        case EACCES:
            ServerError("Port \(port) may not be used without privileges. Choose one above 1023.")
        case EADDRNOTAVAIL:
            ServerError("\(host) is no address of this machine. Choose one that is, such as 127.0.0.1 or ::.")
        default:
            ServerError("Port \(port) of \(host) can't be bound: \(String(cString: strerror(reason))).")
        }
    }

    /// The URL that leads to a bound socket.
    private static func text(of descriptor: CInt) throws(ServerError) -> String {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw ServerError.system("The socket's address can't be read") }
        var host: [CChar] = Array(repeating: 0, count: Int(NI_MAXHOST))
        var port: [CChar] = Array(repeating: 0, count: 32)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo(
                    $0, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                    NI_NUMERICHOST | NI_NUMERICSERV)
            }
        }
        guard named == 0 else { throw ServerError.system("The socket's address can't be read") }
        let (name, number) = (string(host), string(port))
        return name.contains(":") ? "http://[\(name)]:\(number)" : "http://\(name):\(number)"
    }

    // MARK: Sockets in the file system

    private static func unix(
        _ path: String, _ permissions: UInt16, _ backlog: Int
    ) throws(ServerError) -> Listener {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard !bytes.isEmpty, bytes.count < capacity else {
            throw ServerError("The socket's path is empty or longer than \(capacity - 1) bytes. Choose a shorter one.")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, streamType, 0)
        guard descriptor >= 0 else { throw ServerError.system("A socket can't be made") }
        if !attach(descriptor, &address, bind) {
            // One that nobody listens on was left behind by a process that is gone.
            guard errno == EADDRINUSE, isAbandoned(&address, path), unlink(path) == 0,
                attach(descriptor, &address, bind)
            else {
                let reason = errno
                close(descriptor)
                throw refusal(reason, path)
            }
        }
        // Before it listens: until then nobody can connect, whatever the file's permissions are.
        guard chmod(path, mode_t(permissions)) == 0, let file = SocketFile(path) else {
            let reason = errno
            close(descriptor)
            throw refusal(reason, path)
        }
        try listen(on: descriptor, backlog)
        return Listener(descriptor: descriptor, address: "unix:\(path)", file: file)
    }

    private static func refusal(_ reason: CInt, _ path: String) -> ServerError {
        if reason != EADDRINUSE {
            let words = String(cString: strerror(reason))
            return ServerError("\(path) can't be made: \(words). Choose a folder that is writable.")
        }
        return SocketFile(path) == nil
            ? ServerError("\(path) is there and is no socket. Choose another path.")
            : ServerError("\(path) is in use. Stop what listens there, or choose another path.")
    }

    private static func isAbandoned(_ address: inout sockaddr_un, _ path: String) -> Bool {
        // To connect to any other file is refused in the same way.
        guard SocketFile(path) != nil else {
            errno = EADDRINUSE
            return false
        }
        let probe = socket(AF_UNIX, streamType, 0)
        defer { close(probe) }
        let isRefused = !attach(probe, &address, connect) && errno == ECONNREFUSED
        errno = EADDRINUSE
        return isRefused
    }

    private static func attach(
        _ descriptor: CInt, _ address: inout sockaddr_un, _ call: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> Bool {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    // MARK: Sockets of somebody else

    private static func inherited(_ descriptor: CInt) throws(ServerError) -> Listener {
        var isListening: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0, isListening != 0 else {
            throw ServerError("Descriptor \(descriptor) is not a listening socket. Hand over one that is.")
        }
        prepare(descriptor)
        return Listener(descriptor: descriptor, address: (try? text(of: descriptor)) ?? "descriptor \(descriptor)")
    }

    // MARK: -

    private static func listen(on descriptor: CInt, _ backlog: Int) throws(ServerError) {
        prepare(descriptor)
        #if canImport(Glibc)
            let result = Glibc.listen(descriptor, CInt(backlog))
        #else
            let result = Darwin.listen(descriptor, CInt(backlog))
        #endif
        guard result == 0 else {
            let reason = errno
            close(descriptor)
            throw ServerError("The socket can't be listened on: \(String(cString: strerror(reason))).")
        }
    }

    private static func prepare(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    private static func set(_ descriptor: CInt, _ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    private static func string(_ characters: [CChar]) -> String {
        characters.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    #if canImport(Glibc)
        private static let streamType = CInt(SOCK_STREAM.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif
}

/// A socket's file, as it was when the socket was bound.
struct SocketFile: Sendable {
    private let path: String
    private let device: UInt64
    private let node: UInt64

    /// Nil when there is no socket at the path.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        self.path = path
        device = UInt64(truncatingIfNeeded: status.st_dev)
        node = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Removes the file, unless another server has put its own there meanwhile.
    func remove() {
        guard let present = SocketFile(path), present.device == device, present.node == node else { return }
        unlink(path)
    }
}
