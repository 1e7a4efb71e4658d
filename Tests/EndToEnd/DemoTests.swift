import Foundation
import Testing

@Suite struct DemoTests {
    @Test func makesTheSameRecordsEachTimeAndAsManyAsAskedFor() throws {
        let folder = NSTemporaryDirectory() + "sourcebook-demo-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func made(_ name: String) throws -> [Substring] {
            let database = ["--database", "\(folder)/\(name).db"]
            let run = try Run(["demo", "--quotes", "60"] + database, seconds: 60)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "Made 60 quotes and 30 statistics in 12 articles of 6 experts\n")
            #expect(try Run(["demo"] + database).status == 1)
            // All but the times.
            return try Run(["export"] + database).output.split(separator: "\n").map { line in
                line[..<(line.range(of: "\"created_at\"")?.lowerBound ?? line.endIndex)]
            }
        }

        let first = try made("one")

        #expect(first.filter { $0.contains("\"quotes\"") }.count == 60)
        #expect(first.filter { $0.contains("\"statistics\"") }.count == 30)
        #expect(try made("two") == first)
    }
}
