/// Who writes, and what they say about it.
public struct Author: Sendable, Equatable {
    /// The token's name; `environment` for the one that is kept nowhere.
    public let name: String
    /// What the change is for, in at most ``noteLimit`` characters.
    public let note: String?

    public static let noteLimit = 1_000

    public init(name: String, note: String? = nil) {
        self.name = name
        self.note = note
    }

    /// Whoever has the database's file at hand.
    public static let local = Author(name: "command line")
    /// A reader without a token.
    public static let reader = Author(name: "reader")
}
