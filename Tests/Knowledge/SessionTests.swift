import Foundation
import Knowledge
import Store
import Testing

/// Who is signed in, and for how long.
@Suite struct SessionTests {
    private let test: TestStore
    private let token: String
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)
    private static let day: TimeInterval = 86_400

    init() throws {
        let test = try TestStore()
        token = try test.store.writeAndWait { try Tokens($0).create(name: "desk") }
        self.test = test
    }

    private func begin(_ token: String, environment: String? = nil, at now: Date = start) throws -> String? {
        try test.store.writeAndWait { try Sessions($0, environment: environment).begin(with: token, now: now)?.value }
    }

    private func session(_ value: String, environment: String? = nil, at now: Date = start) throws
        -> Sessions.Session?
    {
        try test.store.read { try Sessions($0, environment: environment).session(value, now: now) }
    }

    private func use(_ value: String, at now: Date) throws {
        try test.store.writeAndWait { try Sessions($0, environment: nil).use(value, now: now) }
    }

    @Test func aTokenInForceBeginsASessionUnderItsName() throws {
        let value = try #require(try begin(token))

        #expect(try session(value)?.name == "desk")
        #expect(try session(value)?.expires == Self.start + Sessions.lifetime)
        #expect(try begin(token + "x") == nil && begin("") == nil)
        #expect(try begin(token) != value)
    }

    @Test func aSessionEndsAfterThirtyDaysHoweverMuchItIsUsed() throws {
        let value = try #require(try begin(token))

        for day in 1...29 {
            let now = Self.start + Double(day) * Self.day
            #expect(try session(value, at: now) != nil, "day \(day)")
            try use(value, at: now)
        }

        #expect(try session(value, at: Self.start + 30 * Self.day - 1) != nil)
        #expect(try session(value, at: Self.start + 30 * Self.day) == nil)
    }

    @Test func aSessionEndsAfterAWeekWithoutUse() throws {
        let value = try #require(try begin(token))

        #expect(try session(value, at: Self.start + 7 * Self.day - 1) != nil)
        #expect(try session(value, at: Self.start + 7 * Self.day) == nil)
        try use(value, at: Self.start + 6 * Self.day)
        #expect(try session(value, at: Self.start + 13 * Self.day - 1) != nil)
        #expect(try session(value, at: Self.start + 13 * Self.day) == nil)
    }

    @Test func itsUseIsTakenDownOnceAnHour() throws {
        let value = try #require(try begin(token))

        #expect(try session(value, at: Self.start + 3_599)?.needsUse == false)
        #expect(try session(value, at: Self.start + 3_600)?.needsUse == true)
        try use(value, at: Self.start + 3_600)
        #expect(try session(value, at: Self.start + 3_601)?.needsUse == false)
    }

    @Test func aSessionEndsWithItsTokenAndWhenItIsEnded() throws {
        let other = try test.store.writeAndWait { try Tokens($0).create(name: "other") }
        let (first, second, third) = try (begin(token), begin(token), begin(other))
        let values = try [first, second, third].map { try #require($0) }

        try test.store.writeAndWait { try Sessions($0, environment: nil).end(values[0]) }
        #expect(try values.map { try session($0) != nil } == [false, true, true])
        try test.store.writeAndWait { try Tokens($0).revoke("desk") }
        #expect(try values.map { try session($0) != nil } == [false, false, true])
        // A new token of the same name is another.
        _ = try test.store.writeAndWait { try Tokens($0).create(name: "desk") }
        #expect(try session(values[1]) == nil)
    }

    @Test func theTokenOfTheEnvironmentHasSessionsToo() throws {
        let (mine, changed) = (Checksum.sha256(Array("mine".utf8)), Checksum.sha256(Array("changed".utf8)))
        let value = try #require(try begin("mine", environment: mine))

        #expect(try session(value, environment: mine)?.name == "environment")
        #expect(try session(value, environment: changed) == nil)
        #expect(try session(value) == nil)
        #expect(try begin("mine") == nil)
    }

    @Test func whatIsOverIsForgottenWhenSomebodySignsIn() throws {
        _ = try begin(token)
        _ = try begin(token, at: Self.start + 3 * Self.day)

        _ = try begin(token, at: Self.start + 8 * Self.day)

        #expect(try test.store.read { try $0.integer("SELECT count(*) FROM sessions") } == 2)
    }

    @Test func nothingInTheFileOpensASession() throws {
        let value = try #require(try begin(token))
        let parts = value.split(separator: ".").map(String.init)
        let row = try #require(
            try test.store.read { connection in
                try connection.first("SELECT sessions.hash, salt, tokens.hash FROM sessions, tokens") {
                    [$0.string(0), $0.string(1), $0.string(2)]
                }
            })

        for kept in row { #expect(!value.contains(kept)) }
        // Even with the key of the signature, which is in the file whole for a token that is in it.
        for key in row + [String(row[0].prefix(43)), String(row[2].prefix(43))] {
            let code = Checksum.code(
                of: Array("session \(key) \(parts[1])".utf8), key: Array("\(row[1])\(row[2])".utf8))
            #expect(try session("\(key).\(parts[1]).\(code)") == nil)
        }
        let own = Checksum.code(
            of: Array("session \(parts[0]) \(parts[1])".utf8), key: Array("\(row[1])\(row[2])".utf8))
        #expect(own == parts[2])
    }

    /// Any other value than the one that was given out opens nothing: each byte changed to each other one, bytes left out
    /// and put in, parts exchanged with those of another session.
    @Test func noOtherValueOpensASession() throws {
        let value = try #require(try begin(token))
        let other = try #require(try begin(token)).split(separator: ".").map(String.init)
        let bytes = Array(value.utf8)
        let parts = value.split(separator: ".").map(String.init)
        var others: [[UInt8]] = []
        for index in bytes.indices {
            for byte in UInt8(0x20)...0x7E where byte != bytes[index] {
                others.append(bytes)
                others[others.count - 1][index] = byte
            }
            others.append(Array(bytes[..<index]))
            others.append(Array(bytes[..<index] + bytes[(index + 1)...]))
            others.append(Array(bytes[..<index] + [UInt8(ascii: "0")] + bytes[index...]))
        }
        others += [
            [other[0], parts[1], parts[2]], [parts[0], "99999999999", parts[2]], [parts[0], parts[1], other[2]],
            [parts[0], "0" + parts[1], parts[2]], [parts[0], "+" + parts[1], parts[2]], [parts[0], parts[1], ""],
            [parts[0], parts[1]], parts + [parts[2]], [parts[0], parts[1], parts[2] + " "],
        ].map { Array($0.joined(separator: ".").utf8) }
        others += (0..<2_000).map { _ in (0..<Int.random(in: 0...200)).map { _ in UInt8.random(in: 0...255) } }

        let tried = others
        let opened = try test.store.read { connection in
            let sessions = Sessions(connection, environment: nil)
            return try (tried + [bytes]).map { String(decoding: $0, as: UTF8.self) }
                .filter { try sessions.session($0, now: Self.start) != nil }
        }
        #expect(opened == [value])
    }
}
