internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The text of a PDF, by poppler's pdftotext where it is installed.
public enum PDFText {
    /// Seconds for one document. A report of 300 pages takes two.
    static let seconds = 30
    /// Bytes of text: what an article holds, in characters of four.
    static let textBytes = 16 * 1_024 * 1_024
    /// KiB of memory. Poppler takes some 50 MB for a report.
    static let memoryKiB = 1_024 * 1_024

    /// Whether PDFs can be read here.
    public static var isAvailable: Bool { program() != nil }

    /// Gives the text of a PDF as UTF-8, page after page with a form feed between.
    ///
    /// pdftotext runs as a process of its own, with bounds on its time, its memory and what it writes; the calling thread
    /// waits.
    ///
    /// - Parameter folders: Where to look for the program; those of PATH where nothing is said.
    /// - Throws: ``ImportingError``: it is not installed, or the document can't be read.
    public static func read(_ bytes: [UInt8], folders: [String]? = nil) throws -> [UInt8] {
        guard let program = program(in: folders) else {
            throw ImportingError(
                "PDFs are read by poppler's pdftotext, which is not installed here: apt-get install poppler-utils (brew "
                    + "install poppler), or import the text")
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pdf")
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw ImportingError("\(file.path) can't be written: free some space for temporary files, and try again")
        }
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)

        // The shell sets the bounds, and is the program after that.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "ulimit -t \(seconds); ulimit -v \(memoryKiB) 2>/dev/null; exec \"$0\" \"$@\"", program, "-q", "-enc",
            "UTF-8", file.path, "-",
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        defer {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }
        let text = try readAll(output.fileHandleForReading.fileDescriptor)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw ImportingError("The PDF can't be read: it is broken, or locked by a password. Import its text")
        }
        guard text.contains(where: { !$0.isHTMLSpace }) else {
            throw ImportingError("The PDF has no text, only pictures of it: import the text, read by an OCR program")
        }
        return text
    }

    private static func readAll(_ descriptor: Int32) throws -> [UInt8] {
        let end = ContinuousClock.now + .seconds(seconds)
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            let left = end - .now
            guard left > .zero else {
                throw ImportingError("The PDF takes longer than \(seconds) seconds to read: import its text")
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(min(left / .milliseconds(1), 1_000)) + 1)
            guard ready > 0 else { continue }
            let count = piece.withUnsafeMutableBytes { readBytes(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return text }
            text += piece[..<count]
            guard text.count <= textBytes else {
                throw ImportingError("The PDF has more than \(textBytes) bytes of text: import the part that you need")
            }
        }
    }

    private static func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func program(in folders: [String]? = nil) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let all = folders ?? path.split(separator: ":").map(String.init)
        return all.lazy.map { $0 + "/pdftotext" }.first {
            $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}
