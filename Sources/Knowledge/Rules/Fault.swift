public import Foundation

/// One thing that is wrong with a body, and where: a JSON Pointer (RFC 6901) without `#`.
public struct Fault: Sendable, Equatable {
    public let pointer: String
    public let detail: String

    public init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}

/// Why Knowledge does not do what it was asked.
public enum KnowledgeError: Error, Sendable, Equatable {
    /// A body that breaks the rules: all its faults at once.
    case invalid([Fault])
    /// A parameter that is unknown, or a value that it can't take.
    case parameter(String)
    /// There is no such record. The sentence names the nearest that there is.
    case notFound(String)
    /// There was such a record: it was deleted. The sentence says when, and how it comes back.
    case gone(String)
    /// The record turned out to be another, and was merged into it: its id, and its slug where it is still there.
    case merged(String, id: Int, slug: String?)
    /// The state of the store forbids it. `path` leads to the record that is in the way.
    case conflict(String, path: String?)
    /// The record is no longer as the client believes it to be.
    case changedMeanwhile(String)
}

extension KnowledgeError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.pointer.isEmpty ? "the body" : $0.pointer) \($0.detail)" }.joined(separator: "; ")
        case .parameter(let sentence), .notFound(let sentence), .gone(let sentence), .changedMeanwhile(let sentence):
            sentence
        case .conflict(let sentence, _), .merged(let sentence, _, _): sentence
        }
    }
}

/// The faults of a body, gathered: how many are told has a bound, so that an answer does not outgrow what it answers.
struct Faults: Sendable {
    /// A body of more faults than this is not read by a person one by one.
    static let limit = 1_000

    private(set) var all: [Fault] = []
    private var untold = 0

    var isEmpty: Bool { all.isEmpty }

    mutating func add(_ pointer: String, _ detail: String) {
        if all.count < Self.limit { all.append(Fault(pointer, detail)) } else { untold += 1 }
    }

    mutating func add(_ others: Faults) {
        for fault in others.all { add(fault.pointer, fault.detail) }
        untold += others.untold
    }

    /// All that is told, with how many are not.
    var told: [Fault] { untold == 0 ? all : all + [Fault("", "has \(untold) further faults")] }

    func throwIfAny() throws {
        if all.isEmpty { return }
        throw KnowledgeError.invalid(told)
    }
}

extension String {
    /// The pointer to a member of what this pointer leads to: RFC 6901 §3, `~` and `/` escaped.
    func appending(_ member: String) -> String {
        guard member.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return "\(self)/\(member)"
        }
        return "\(self)/" + member.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
