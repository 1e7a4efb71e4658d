import Testing

@testable import Knowledge

/// Names as they sound, and how two agree.
@Suite struct NameTests {
    private func sounds(_ word: String) -> [String] {
        Romanization.sounds(of: word).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ["Юлия", "Yuliya", "Iuliia", "Yulia", "YULIA"], ["Щербаков", "Shcherbakov", "Ščerbakov"],
        ["Ҷамшед", "Джамшед", "Jamshed", "Dzhamshed", "Djamshed"], ["Хохлов", "Khokhlov", "Hohlov"],
        ["Соловьёв", "Solovyov"], ["Сергей", "Sergey", "Sergei"], ["Weißmüller", "Weissmueller"],
        ["Παπαδάκης", "Papadakis"], ["Wiśniewski", "Wisniewski"], ["Sorokoff", "Сороков"],
    ])
    func spellingsOfOneNameSoundAlike(_ spellings: [String]) {
        for spelling in spellings.dropFirst() {
            #expect(
                !Set(sounds(spelling)).isDisjoint(with: sounds(spellings[0])),
                "\(spelling): \(sounds(spelling)) is not \(sounds(spellings[0]))")
        }
    }

    @Test(arguments: [
        ("Орлов", "Орлова"), ("Щербаков", "Щербатов"), ("Daniel", "Daniela"), ("Иван", "Иванович"), ("N7", "N8"),
    ])
    func otherNamesDoNot(_ one: String, _ other: String) {
        let distance = Romanization.distance(
            Romanization.sounds(of: one)[0], Romanization.sounds(of: other)[0])

        #expect(distance >= 1)
    }

    @Test func anInitialOfTwoLettersIsOne() throws {
        let agreement = try #require(PersonName("Кадыров Дж.").agreement(with: PersonName("Джамшед Кадыров")))

        #expect(agreement.words == 1 && agreement.initials == 1)
        #expect(
            !PersonName("Кадыров Дж.").keys.kept.isDisjoint(with: PersonName("Джамшед Кадыров").keys.sought))
    }

    @Test func whatHasNoLettersIsNoName() {
        for name in ["", " ", ".", "—", "'", "ь", "😀 😀", "٣", "\u{301}"] {
            let parsed = PersonName(name)
            #expect(parsed.agreement(with: PersonName("Ana Kim")) == nil)
            #expect(parsed.keys.kept.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func veryLongNamesAreReadByNobody() {
        let long = PersonName(Array(repeating: "Ana", count: 100).joined(separator: " "))

        #expect(long.agreement(with: long) == nil)
    }
}
