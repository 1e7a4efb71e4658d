import Foundation
import Testing

@testable import HTTPServer

@Suite("Dates") struct DateFieldTests {
    private func seconds(_ text: String, now: Int = 1_700_000_000) -> Int? {
        Array(text.utf8).withUnsafeBytes { DateField.seconds($0, now: now) }
    }

    @Test("are written as IMF-fixdate") func writing() {
        #expect(DateField.string(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(DateField.string(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(DateField.string(951_782_400) == "Tue, 29 Feb 2000 00:00:00 GMT")
        #expect(DateField.string(-1) == "Wed, 31 Dec 1969 23:59:59 GMT")
        #expect(DateField.string(.max) == "Fri, 31 Dec 9999 23:59:59 GMT")
    }

    @Test("are the same as the C library's, all over four centuries") func againstStrftime() {
        for step in 0..<5000 {
            var time = time_t(-2_000_000_000 + step * 2_500_007)
            var parts = tm()
            gmtime_r(&time, &parts)
            var text = [CChar](repeating: 0, count: 64)
            strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)

            let written = DateField.string(time)

            #expect(written == text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
            #expect(seconds(written) == time)
        }
    }

    @Test("are read in all three forms") func reading() {
        #expect(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(seconds("Sunday, 06-Nov-94 08:49:37 GMT") == 784_111_777)
        #expect(seconds("Sun Nov  6 08:49:37 1994") == 784_111_777)
        #expect(seconds("Sun Nov 16 08:49:37 1994") == 784_975_777)
        #expect(seconds("Friday, 06-Nov-26 00:00:00 GMT") == 1_793_923_200)
    }

    @Test("are not read when they don't exist or have another form") func refusing() {
        for text in [
            "", "yesterday", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMTx",
            "sun, 06 nov 1994 08:49:37 gmt", "Sun, 6 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z", "784111777",
        ] {
            #expect(seconds(text) == nil, "\(text)")
        }
    }
}
