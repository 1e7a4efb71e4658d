internal import ArgumentParser
internal import Foundation
internal import Knowledge
internal import Store

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a new database with made-up records.",
        discussion: """
            To see how much a machine can hold. For N quotes it makes N/5 articles, N/10 experts and N/2 statistics of \
            words that nobody uses, few of them often and most seldom. The same numbers make the same records.
            """)

    @Option(help: ArgumentHelp("How many quotes: 10 to 10000000.", valueName: "number"))
    var quotes = 1_000

    @Option(help: ArgumentHelp("Another seed makes other records.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (10...10_000_000).contains(quotes) else {
            throw ValidationError("--quotes must be from 10 to 10000000")
        }
    }

    func run() throws {
        let store = try store.open(takesMuch: true)
        defer { store.close() }
        let held = try store.read { try $0.integer("SELECT count(*) FROM (SELECT 1 FROM articles LIMIT 1)") }
        guard held == 0 else {
            throw StoreError.unusable("\(store.path) holds articles already: give --database a new file")
        }
        let (quotes, seed) = (quotes, seed)
        let progress = ProgressBar(total: Invention.Counts(quotes: quotes).articles)
        let counts = try store.writeAndWait { connection in
            var invention = Invention(quotes: quotes, seed: seed)
            var taken = Import(connection)
            while let record = invention.next() {
                try taken.take(record)
                progress.advance(to: max(0, invention.made - (invention.total - invention.counts.articles)))
            }
            try taken.finish()
            return invention.counts
        }
        progress.clear()
        Terminal.say(
            "Made \(counts.quotes) quotes and \(counts.statistics) statistics in \(counts.articles) articles of \(counts.experts) experts"
        )
    }
}
