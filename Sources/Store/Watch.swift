internal import Dispatch

/// Looks once a second whether another connection has committed.
///
/// <https://www.sqlite.org/pragma.html#pragma_data_version>
// @unchecked: `timer` and `seen` are touched on `queue` only.
final class Watch: @unchecked Sendable {
    private let queue = DispatchQueue(label: "sourcebook.watch")
    private var timer: (any DispatchSourceTimer)?
    private var seen: Int?

    func start(_ reader: Reader, _ changed: @escaping @Sendable () -> Void) {
        queue.async {
            let timer = DispatchSource.makeTimerSource(queue: self.queue)
            timer.schedule(deadline: .now(), repeating: .seconds(1), leeway: .milliseconds(100))
            timer.setEventHandler { [weak self] in
                guard let self, let version = try? reader.read({ try $0.integer("PRAGMA data_version") }) else {
                    return
                }
                if let seen, seen != version { changed() }
                seen = version
            }
            timer.activate()
            self.timer = timer
        }
    }

    func stop() {
        queue.sync {
            timer?.cancel()
            timer = nil
        }
    }
}
