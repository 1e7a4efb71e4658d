internal import Foundation
internal import Synchronization

/// How far a long work is, on standard error and only where that is a terminal.
final class ProgressBar: Sendable {
    private struct State {
        var percent = -1
        var isShown = false
    }

    private let state = Mutex(State())
    private let total: Int?
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// - Parameter total: bytes in all; nil where that is not known.
    init(total: Int?) { self.total = total }

    func advance(to done: Int) {
        guard isTerminal, let total, total > 0 else { return }
        let percent = min(100, done * 100 / total)
        state.withLock { state in
            guard percent != state.percent else { return }
            state.percent = percent
            state.isShown = true
            let filled = percent * 30 / 100
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            FileHandle.standardError.write(Data("\r\(bar) \(percent) %".utf8))
        }
    }

    /// Takes the bar away, so that a line can be printed in its place.
    func clear() {
        state.withLock { state in
            guard state.isShown else { return }
            state.isShown = false
            state.percent = -1
            FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        }
    }
}
