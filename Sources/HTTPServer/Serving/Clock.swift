#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The two clocks: one for durations, one for dates.
enum Clock {
    /// Nanoseconds on a clock that never goes back.
    @inline(__always)
    static func nanoseconds() -> UInt64 {
        read(CLOCK_MONOTONIC)
    }

    /// Nanoseconds since 1970.
    static func wallNanoseconds() -> UInt64 {
        read(CLOCK_REALTIME)
    }

    /// Seconds since 1970.
    static func seconds() -> Int {
        Int(wallNanoseconds() / 1_000_000_000)
    }

    @inline(__always)
    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// A duration in nanoseconds; what is negative is none, and a year is enough.
    static func nanoseconds(_ seconds: Double) -> UInt64 {
        UInt64(min(max(seconds, 0), 31_536_000) * 1_000_000_000)
    }
}
