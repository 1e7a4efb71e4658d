import Foundation

/// `fuzz TARGET [libFuzzer's options] [corpus…]` runs a target; `fuzz --prepare TARGET FOLDER` writes its seeds and its
/// dictionary into a folder; `fuzz --list` names the targets. Scripts/fuzz does all of it.
@main enum Fuzz {
    private static var targets: [any FuzzTarget.Type] {
        [
            HeadTarget.self, ChunkedTarget.self, QueryTarget.self, ConditionsTarget.self, JSONTarget.self,
            SearchTarget.self, MarkdownTarget.self, HTMLTarget.self, ExtractTarget.self,
        ]
    }

    /// The target that is run. libFuzzer calls a C function, which can't bring it along.
    // nonisolated(unsafe): it is set once, before the first run.
    nonisolated(unsafe) private static var target: any FuzzTarget.Type = HeadTarget.self

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--list"] { return print(targets.map { $0.name }.joined(separator: "\n")) }
        let prepares = arguments.first == "--prepare"
        if prepares { arguments.removeFirst() }
        guard let name = arguments.first, let chosen = targets.first(where: { $0.name == name }) else {
            print("fuzz: give one of \(targets.map { $0.name }.joined(separator: ", "))")
            exit(64)
        }
        if prepares {
            guard arguments.count == 2 else { exit(64) }
            return try prepare(chosen, arguments[1])
        }
        target = chosen
        // libFuzzer starts itself again by its first argument where it makes a finding smaller or runs several processes.
        run(["\(CommandLine.arguments[0]) \(name)", "-max_len=\(chosen.longest)"] + arguments.dropFirst())
    }

    private static func prepare(_ target: any FuzzTarget.Type, _ folder: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/seeds", withIntermediateDirectories: true)
        for (number, seed) in target.seeds.enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seeds/\(number)"))
        }
        let words = target.words.map { word in
            "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
        }
        try Data(words.joined().utf8).write(to: URL(fileURLWithPath: "\(folder)/words"))
    }

    private static func run(_ arguments: [String]) {
        var count = CInt(arguments.count)
        // They live as long as the process.
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        pointers.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            withUnsafeMutablePointer(to: &start) { start in
                _ = runFuzzer(&count, start) { bytes, count in
                    Fuzz.target.run(UnsafeRawBufferPointer(start: bytes, count: count))
                    return 0
                }
            }
        }
    }
}

/// libFuzzer as a library (https://llvm.org/docs/LibFuzzer.html).
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
