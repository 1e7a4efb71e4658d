/// When to look at which connection's deadline: a wheel of ticks.
///
/// A deadline that moves away costs nothing: the connection is looked at when the old one comes, and put where the new
/// one is. So requests on a connection that is kept alive never touch the wheel.
struct Deadlines {
    struct Entry {
        var descriptor: CInt
        var serial: UInt32
    }

    /// A tick is 2^27 ns, an eighth of a second.
    private static let tickShift: UInt64 = 27
    private static let slots: UInt64 = 1024

    private var wheel: [[Entry]] = Array(repeating: [], count: Int(slots))
    /// The first tick that was not looked at.
    private var present: UInt64
    /// No entry is at a tick before this.
    private var next = UInt64.max

    init(now: UInt64) {
        present = now >> Self.tickShift
    }

    /// The tick after which a moment has passed.
    @inline(__always)
    static func tick(_ nanoseconds: UInt64) -> UInt64 {
        nanoseconds >> tickShift &+ 1
    }

    /// Puts a connection where it is to be looked at, and returns the tick of that; what is too far away is looked at
    /// earlier.
    mutating func add(_ entry: Entry, at tick: UInt64) -> UInt64 {
        let tick = min(max(tick, present), present + Self.slots - 1)
        wheel[Int(tick % Self.slots)].append(entry)
        next = min(next, tick)
        return tick
    }

    /// Nanoseconds from `now` until there is something to look at; nil when there is nothing.
    func wait(now: UInt64) -> UInt64? {
        guard next != .max else { return nil }
        let due = next << Self.tickShift
        return due > now ? due - now : 0
    }

    /// Takes the entries of the next tick that has come.
    mutating func due(now: UInt64) -> (tick: UInt64, entries: [Entry])? {
        let last = now >> Self.tickShift
        guard next <= last else {
            present = max(present, last)
            return nil
        }
        present = max(present, next)
        while present <= last {
            let slot = Int(present % Self.slots)
            let tick = present
            present += 1
            guard !wheel[slot].isEmpty else { continue }
            let entries = wheel[slot]
            wheel[slot] = []
            findNext()
            return (tick, entries)
        }
        findNext()
        return nil
    }

    private mutating func findNext() {
        for tick in present..<present + Self.slots where !wheel[Int(tick % Self.slots)].isEmpty {
            next = tick
            return
        }
        next = .max
    }
}
