internal import ArgumentParser
internal import Extraction
internal import Foundation
internal import Knowledge

struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Propose the quotes and figures of a text.",
        discussion: """
            Reads plain text, letter for letter, in English or Russian. Prints a table; with --json an object a file. \
            With --ndjson it reads lines {"id", "text"}, also with "language" and "published_on", from standard input and \
            answers each with {"id", "quotes", "statistics"}, or {"id", "error"} and exit 1 at the end. Positions count \
            code points, an end is exclusive. Nothing is stored.
            """)

    @Argument(help: ArgumentHelp("Files of text, - for standard input.", valueName: "file"))
    var files: [String] = []

    @Flag(help: "Read lines of JSON from standard input, and answer each with one.")
    var ndjson = false

    @Flag(help: "Print a line of JSON for each file, not a table.")
    var json = false

    @Option(help: ArgumentHelp("The texts' language: en or ru. (default: by the letters)", valueName: "tag"))
    var language: String?

    @Option(
        name: .customLong("published-on"),
        help: ArgumentHelp("When the texts were published: what \"last year\" is told from.", valueName: "date"))
    var publishedOn: String?

    func validate() throws {
        guard ndjson == files.isEmpty else {
            throw ValidationError(
                ndjson ? "--ndjson reads standard input: name no files" : "name a file, or give --ndjson")
        }
        if let publishedOn, !Extracting.isDate(publishedOn) {
            throw ValidationError("--published-on must be a date: 2019-04-23")
        }
    }

    func run() throws {
        let extracting = Extracting(language: language, publishedOn: publishedOn)
        if ndjson {
            guard try extracting.answerLines() else { throw ExitCode.failure }
            return
        }
        for file in files {
            let bytes = try Self.read(file)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ExtractError(errorDescription: "\(file) is not UTF-8: convert it first, as with iconv")
            }
            let proposals = extract(text, language: language, publishedOn: publishedOn)
            if json {
                var line = JSONBuffer()
                line.proposals(proposals, id: .string(file))
                Terminal.say(line.string)
            } else {
                if files.count > 1 { Terminal.say("\(file):") }
                Terminal.say(ProposalTable.lines(proposals).joined(separator: "\n"))
            }
        }
    }

    private static func read(_ file: String) throws -> Data {
        if file == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw ExtractError(errorDescription: "\(file) can't be read: check its name and permissions")
        }
    }
}

struct ExtractError: LocalizedError {
    let errorDescription: String?
}

/// Lines of JSON in, lines of JSON out, one at a time.
struct Extracting {
    let language: String?
    let publishedOn: String?

    /// The longest line, in bytes: a line is held whole, and so is what is found in it.
    private static let longestLine = 64 * 1_024 * 1_024
    private static let pieceSize = 256 * 1_024

    /// Answers standard input's lines on standard output, each as soon as it is there; blank ones are left out.
    ///
    /// - Returns: Whether every line was answered without an error.
    func answerLines() throws -> Bool {
        var pending: [UInt8] = []
        var isTooLong = false
        var isGood = true
        while true {
            let piece = try Self.readPiece()
            if piece.isEmpty { break }
            var answers = JSONBuffer()
            try piece.withUnsafeBytes { bytes in
                var start = 0
                while start < bytes.count {
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                    let end = rest.firstIndex(of: UInt8(ascii: "\n"))
                    let part = UnsafeRawBufferPointer(rebasing: rest[..<(end ?? rest.count)])
                    isTooLong = isTooLong || pending.count + part.count > Self.longestLine
                    if isTooLong { pending = [] } else { pending.append(contentsOf: part) }
                    guard end != nil else { break }
                    isGood = answer(pending, isTooLong: isTooLong, &answers) && isGood
                    pending.removeAll(keepingCapacity: pending.capacity <= Self.pieceSize)
                    isTooLong = false
                    start += part.count + 1
                    // What a large piece of short lines is answered with is not kept, either.
                    if answers.count > Self.pieceSize { try Self.write(&answers) }
                }
            }
            try Self.write(&answers)
        }
        var answers = JSONBuffer()
        isGood = answer(pending, isTooLong: isTooLong, &answers) && isGood
        try Self.write(&answers)
        return isGood
    }

    /// What standard input has, without waiting for more than something: a line is answered before the next one comes.
    private static func readPiece() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
            var taken = 0
            repeat { taken = read(STDIN_FILENO, buffer.baseAddress, buffer.count) } while taken < 0 && errno == EINTR
            guard taken >= 0 else {
                throw ExtractError(
                    errorDescription: "Standard input can't be read: \(String(cString: strerror(errno)))")
            }
            count = taken
        }
    }

    private static func write(_ answers: inout JSONBuffer) throws {
        if answers.count == 0 { return }
        try FileHandle.standardOutput.write(contentsOf: answers.withBytes { Data($0) })
        answers.truncate(to: 0)
    }

    /// Answers one line; gives whether it could be read.
    private func answer(_ line: [UInt8], isTooLong: Bool, _ answers: inout JSONBuffer) -> Bool {
        if isTooLong {
            return refuse(nil, "the line is longer than \(Self.longestLine) bytes: cut the text in parts", &answers)
        }
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return true }
        let record: JSON
        do {
            record = try JSONReader.read(line)
        } catch {
            let failure = error as? JSONReader.Failure
            return refuse(
                nil, "not JSON: \(failure.map { "\($0.reason), at byte \($0.offset)" } ?? "\(error)")", &answers)
        }
        guard record.object != nil else { return refuse(nil, "not an object but \(record.kind)", &answers) }
        let id = record["id"]
        switch id {
        case .string, .number: break
        default: return refuse(nil, "id must be a string or a number", &answers)
        }
        guard let text = record["text"]?.string else { return refuse(id, "text must be a string", &answers) }
        for name in ["language", "published_on"] {
            guard let value = record[name], value != .null else { continue }
            guard let string = value.string else { return refuse(id, "\(name) must be a string", &answers) }
            if name == "published_on", !Self.isDate(string) {
                return refuse(id, "published_on must be a date: 2019-04-23", &answers)
            }
        }
        let proposals = extract(
            text, language: record["language"]?.string ?? language,
            publishedOn: record["published_on"]?.string ?? publishedOn)
        answers.proposals(proposals, id: id ?? .null)
        answers.byte(UInt8(ascii: "\n"))
        return true
    }

    private func refuse(_ id: JSON?, _ reason: String, _ answers: inout JSONBuffer) -> Bool {
        answers.open()
        answers.key("id")
        answers.value(id ?? .null)
        answers.key("error")
        answers.string(reason)
        answers.close()
        answers.byte(UInt8(ascii: "\n"))
        return false
    }

    /// A day as ISO 8601 writes it, a time after it allowed.
    static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Int(text.prefix(4)), year > 0, let month = Int(text.dropFirst(5).prefix(2)),
            let day = Int(text.dropFirst(8).prefix(2))
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
            && (text.utf8.count == 10 || text.utf8.dropFirst(10).first == UInt8(ascii: "T"))
    }
}
