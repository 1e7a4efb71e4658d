internal import ArgumentParser
internal import Knowledge
internal import Store

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the tokens that may write.",
        discussion: "What is made or revoked holds at once, also for a server that is running.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token and print it, this once.")

        @Argument(help: "The name that it is known by: of a person or a program.")
        var name: String

        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            defer { store.close() }
            let name = name
            Terminal.say(try store.writeAndWait { try Tokens($0).create(name: name) })
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, without the tokens themselves.")

        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.openExisting()
            defer { store.close() }
            let tokens = try store.read { try Tokens($0).all() }
            if tokens.isEmpty { Terminal.warn("There is no token yet: make one with sourcebook token create NAME") }
            for token in tokens {
                Terminal.say(
                    "\(token.id)\t\(token.name)\tcreated \(token.createdAt)"
                        + (token.revokedAt.map { "\trevoked \($0)" } ?? ""))
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a token out of force.")

        @Argument(help: "Its name or its number in the list.")
        var token: String

        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.openExisting()
            defer { store.close() }
            let token = token
            try store.writeAndWait { try Tokens($0).revoke(token) }
            Terminal.say("Revoked \(token)")
        }
    }
}
