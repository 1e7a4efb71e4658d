internal import Foundation
internal import HTTPServer

/// How often one address may do something in an hour. Kept in memory: it begins anew with the process.
final class Quota: Sendable {
    /// 0 for as often as it likes.
    private let perHour: Int
    private let taken = Locked<[String: [ContinuousClock.Instant]]>([:])

    /// How many addresses are remembered: beyond that, those are forgotten that may begin anew, and then all.
    private static let addressLimit = 10_000
    private static let hour = Duration.seconds(3_600)

    init(perHour: Int) { self.perHour = perHour }

    /// Takes one of an address's turns.
    ///
    /// - Returns: nil, or where none is left, after how many seconds there will be one.
    func take(_ address: String, now: ContinuousClock.Instant = .now) -> Int? {
        guard perHour > 0 else { return nil }
        let place = Self.network(of: address)
        return taken.withLock { taken in
            let turns = (taken[place] ?? []).filter { now - $0 < Self.hour }
            if turns.count >= perHour {
                taken[place] = turns
                return Int((Self.hour - (now - turns[0])).components.seconds) + 1
            }
            if taken[place] == nil, taken.count >= Self.addressLimit {
                taken = taken.filter { entry in entry.value.last.map { now - $0 < Self.hour } ?? false }
                if taken.count >= Self.addressLimit { taken.removeAll() }
            }
            taken[place] = turns + [now]
            return nil
        }
    }

    /// Gives back the turn that an address took last.
    func giveBack(_ address: String) {
        let place = Self.network(of: address)
        taken.withLock { _ = $0[place]?.popLast() }
    }

    /// An IPv6 address by its first 64 bits: the rest is its owner's to choose. One that stands for an IPv4 address, whole.
    private static func network(of address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")), !address.utf8.contains(UInt8(ascii: ".")) else {
            return address
        }
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: &bytes) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") }
    }
}
