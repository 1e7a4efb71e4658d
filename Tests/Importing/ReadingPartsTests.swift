import Testing

@testable import Importing

@Suite("What fields are read from")
struct ReadingPartsTests {
    @Test(
        "Days are read as they are printed",
        arguments: [
            ("2019-04-17", "2019-04-17"), ("2019-04-17T23:59:00-08:00", "2019-04-17"), ("20190417", "2019-04-17"),
            ("2019/4/7", "2019-04-07"), ("17.04.2019", "2019-04-17"), ("17.04.2019 12:30", "2019-04-17"),
            ("17/04/2019", "2019-04-17"),
            ("04/17/2019", "2019-04-17"), ("Wed, 17 Apr 2019 10:00:00 GMT", "2019-04-17"),
            ("April 17, 2019", "2019-04-17"),
            ("Published 17th April 2019", "2019-04-17"), ("Sept. 3, 2019", "2019-09-03"),
            ("17 апреля 2019 г.", "2019-04-17"),
            ("3 мая 2019", "2019-05-03"), ("17. April 2019", "2019-04-17"), ("3. März 2019", "2019-03-03"),
            ("17 avril 2019", "2019-04-17"),
            ("1er août 2019", "2019-08-01"), ("17 de abril de 2019", "2019-04-17"), ("29 February 2020", "2020-02-29"),
        ])
    func readsDays(_ text: String, _ day: String) {
        #expect(PrintedDay.read(text) == day)
    }

    @Test(
        "What is no one day is none",
        arguments: [
            "", "04/05/2019", "2019", "April 2019", "29 February 2019", "2019-13-01", "31.04.2019", "yesterday",
            "17 hours ago",
            "May we? 3", "99999999", "1.2.3",
        ])
    func refusesDays(_ text: String) {
        #expect(PrintedDay.read(text) == nil)
    }

    @Test(
        "Bylines are names",
        arguments: [
            ("By Ana Author", ["Ana Author"]), ("BY ANA AUTHOR", ["ANA AUTHOR"]), ("Byron Author", ["Byron Author"]),
            ("Ana Author, Ben Writer and Cyr Third", ["Ana Author", "Ben Writer", "Cyr Third"]),
            ("Автор: Анна Автор", ["Анна Автор"]),
            ("Анна Автор и Борис Писатель", ["Анна Автор", "Борис Писатель"]), ("https://social.example/ana", []),
            ("a@b.example", []),
            ("17 April 2019", []), ("", []), ("Admin", []), ("Ana Author | 17 April 2019", ["Ana Author"]),
            ("By Ana Author & Ben Writer", ["Ana Author", "Ben Writer"]),
        ] as [(String, [String])])
    func readsBylines(_ text: String, _ names: [String]) {
        #expect(Byline.names(text) == names)
    }

    @Test(
        "Captions are parted from credits",
        arguments: [
            ("Muslimbek Buriev. Photo: CABAR.asia", "Muslimbek Buriev.", "CABAR.asia"),
            ("Photo: kremlin.ru", nil, "kremlin.ru"),
            ("The dam (Photo by Dee Fourth/The Example)", "The dam", "Dee Fourth/The Example"),
            ("The dam © Dee Fourth", "The dam", "Dee Fourth"),
            (
                "Negmatullo Mirsaidov. Photo from personal Facebook page.", "Negmatullo Mirsaidov.",
                "personal Facebook page"
            ),
            ("Плотина. Фото: Пример", "Плотина.", "Пример"), ("The dam | Photo: © Dee Fourth", "The dam", "Dee Fourth"),
            ("A photo by the river", "A", "the river"), ("The telephoto: a lens", "The telephoto: a lens", nil),
            ("The dam", "The dam", nil),
            ("", nil, nil), ("Photo:", nil, nil),
        ] as [(String, String?, String?)])
    func splitsCaptions(_ text: String, _ caption: String?, _ credit: String?) {
        #expect(Credit.split(text).caption == caption)
        #expect(Credit.split(text).credit == credit)
    }

    @Test(
        "Languages are tags in their usual case",
        arguments: [
            ("en", "en"), ("EN-us", "en-US"), ("ru_RU", "ru-RU"), ("zh-hans-cn", "zh-Hans-CN"), ("en, ru", "en"),
            ("x", nil), ("", nil),
            ("english", nil), ("en-", "en"), ("ru-RU.UTF-8", nil),
        ] as [(String, String?)])
    func readsLanguages(_ text: String, _ tag: String?) {
        #expect(LanguageTag.read(text) == tag)
    }

    @Test(
        "JSON-LD is read with patience",
        arguments: [
            ("{\"a\": \"b\"}", "b"), ("<!-- {\"a\": \"b\"} -->", "b"), ("//<![CDATA[\n{\"a\": \"b\"}//]]>", "b"),
            ("{\"a\": \"b\",}", "b"),
            ("{\"a\": \"b\nc\"}", "b\nc"), ("{\"a\": \"\\u0442\\ud83d\\ude00\\ud83d\"}", "т😀\u{FFFD}"),
            ("{\"a\": 1.5e3}", "1.5e3"),
            ("{\"a\": [true, {\"@value\": \"b\"}]}", "b"), ("{\"a\": \"\\/\\\"\"}", "/\""), ("{\"a\": \"b\"", nil),
            ("{a: 1}", nil), ("", nil),
            ("{\"a\" \"b\"}", nil), ("[", nil),
        ] as [(String, String?)])
    func readsLinkedValues(_ json: String, _ text: String?) {
        #expect(LinkedValue.read(Array(json.utf8))?["a"]?.text == text)
    }

    @Test(
        "Charsets: the mark, what is declared, UTF-8, a guess",
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0xD0, 0xB0], "windows-1251", "а", "utf-8"),
            ([0xFF, 0xFE, 0x30, 0x04], nil, "а", "utf-16le"),
            ([0xFE, 0xFF, 0x04, 0x30], nil, "а", "utf-16be"), ([0xE0], "windows-1251", "а", "windows-1251"),
            ([0xC1], "KOI8-R", "а", "koi8-r"), ([0xE9], "ISO-8859-1", "é", "windows-1252"),
            ([0x93, 0x61, 0x94], "latin1", "“a”", "windows-1252"),
            ([0xD0, 0xB0], nil, "а", "utf-8"), ([0xD0, 0xB0], "iso-8859-1", "а", "utf-8"),
            ([0x82, 0xA0], "shift_jis", "あ", "shift_jis"),
            ([0xC4, 0xE3], "gb2312", "你", "gb18030"), ([0x63, 0x61, 0x66, 0xE9], nil, "café", "windows-1252"),
            ([0xF0, 0xE5, 0xEA, 0xE0], nil, "река", "windows-1251"),
            ([0xF0, 0xE5, 0xEA, 0xE0], "utf-8", "река", "windows-1251"),
            ([0x61, 0xFF], "gb18030", "a\u{FFFD}", "gb18030"), ([0x61], "no such", "a", "utf-8"),
            ([], nil, "", "utf-8"),
        ] as [([UInt8], String?, String, String)])
    func decodes(_ bytes: [UInt8], _ declared: String?, _ text: String, _ charset: String) {
        let decoded = DecodedText(bytes, declared: declared)

        #expect(String(decoding: decoded.bytes, as: UTF8.self) == text)
        #expect(decoded.charset == charset)
    }

    @Test(
        "Addresses become whole, and only http and https stay",
        arguments: [
            ("c", "https://a.example/b/c"), ("/c?d=e", "https://a.example/c?d=e"), ("//x.example", "https://x.example"),
            ("http://x.example/я b", "http://x.example/%D1%8F%20b"), (" c\n d", "https://a.example/b/c%20d"),
            ("javascript:a", nil),
            ("JavaScript:a", nil), ("data:,a", nil), ("mailto:a@b.example", nil), ("https://", nil), ("", nil),
            ("https://x.example/" + String(repeating: "a", count: 2_000), nil),
            ("?a=<b>", "https://a.example/b/?a=%3Cb%3E"),
        ] as [(String, String?)])
    func makesAddresses(_ reference: String, _ url: String?) {
        #expect(WebAddress(base: "https://a.example/b/").absolute(reference) == url)
    }
}
