import Foundation

/// Decompresses with the system's gzip, so that our own compression is not its own judge.
func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-dc"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let writing = Thread {
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
        try? input.fileHandleForWriting.close()
    }
    writing.start()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    struct Broken: Error {}
    guard process.terminationStatus == 0 else { throw Broken() }
    return Array(result)
}
