import HTTPTypes
import Testing

@testable import HTTPServer

@Suite("Query strings") struct QueryStringTests {
    private func pairs(_ query: String?) throws -> [String] {
        try QueryString.pairs(query).map { "\($0.name)|\($0.rawValue)" }
    }

    @Test("are read in order, with repetitions and empty parts") func order() throws {
        #expect(try pairs("a=1&b=2&a=3") == ["a|1", "b|2", "a|3"])
        #expect(try pairs("a&b=&=c&&") == ["a|", "b|", "|c"])
        #expect(try pairs("a=b=c") == ["a|b=c"])
        #expect(try pairs(nil).isEmpty)
        #expect(try pairs("").isEmpty)
    }

    @Test("keep values as they were sent until they are asked for") func raw() throws {
        let pair = try #require(try QueryString.pairs("q+%41=a%2Cb,c+d%C3%A9").first)

        #expect(pair.name == "q A")
        #expect(pair.rawValue == "a%2Cb,c+d%C3%A9")
        #expect(try pair.value == "a,b,c dé")
    }

    @Test(
        "are refused with 400 when an escape is broken or not UTF-8",
        arguments: ["%", "%4", "%zz", "%FF", "%C3", "%ED%A0%80"])
    func broken(text: String) throws {
        #expect { try QueryString.pairs("\(text)=1") } throws: { ($0 as? Problem)?.status == .badRequest }
        let pair = try #require(try QueryString.pairs("a=\(text)").first)
        #expect { try pair.value } throws: { ($0 as? Problem)?.status == .badRequest }
        #expect(percentDecoded(text) == nil)
    }

    @Test("decode once, and take + as a space only in queries") func decoding() {
        #expect(percentDecoded("a%2520b+c") == "a%20b+c")
        #expect(percentDecoded("") == "")
        #expect(percentDecoded("%00") == "\0")
    }
}
