import Testing

@testable import CardFormats

@Suite struct AnkiPackageWriterTests {
    private static let time = 1_777_000_000

    private func package(_ cards: [CardDraft]) throws -> (bytes: [UInt8], hops: Int) {
        let writer = try AnkiPackageWriter(
            deck: "Deck", now: Self.time, dayStart: Self.time - 86_400, temporaryFolder: PackageMaker.folder)
        for (number, card) in cards.enumerated() { try writer.append(card, id: "card-\(number)") }
        var bytes: [UInt8] = []
        while let piece = try writer.nextPiece() { bytes += piece }
        return (bytes, writer.fullSeconds.hops)
    }

    private func card(_ number: Int, _ times: [Int]) -> CardDraft {
        var card = CardDraft()
        card.texts["word"] = "word \(number)"
        card.reviews = times.map { CardReview(rating: "good", reviewedAt: $0) }
        return card
    }

    // Reviews of one second all come along, those beyond a thousand in the next seconds, and the place of each is found
    // without going through those before it.
    @Test func crowdedSecond() throws {
        let count = 20_000
        let times = [Int](repeating: Self.time, count: count / 4)
        let (bytes, hops) = try package((0..<4).map { card($0, times) } + [card(4, [Self.time + 3, Self.time - 1])])
        #expect(hops <= 2 * count)
        var found: [Int] = []
        for case .card(let card) in try PackageMaker.rows(bytes).map(\.content) {
            found += card.reviews.map(\.reviewedAt)
        }
        var expected = (0..<count).map { Self.time + $0 / 1_000 } + [Self.time + 20, Self.time - 1]
        expected.sort()
        #expect(found.sorted() == expected)
    }

    // Up to a thousand reviews of a second keep their time.
    @Test func fullSecond() throws {
        let (bytes, hops) = try package([card(0, [Int](repeating: Self.time, count: 1_000) + [Self.time + 1])])
        guard case .card(let card) = try PackageMaker.rows(bytes)[0].content else { return }
        #expect(card.reviews.map(\.reviewedAt) == [Int](repeating: Self.time, count: 1_000) + [Self.time + 1])
        #expect(hops == 0)
    }

    // Tags come back as they were, with spaces, underscores and backslashes.
    @Test func tags() throws {
        var draft = card(0, [])
        draft.tags = ["phrasal verb", "snake_case", "a _b", "back\\slash", "x\\_y", "a\\\\b", "x;y"]
        guard case .card(let card) = try PackageMaker.rows(package([draft]).bytes)[0].content else { return }
        #expect(card.tags == draft.tags)
        #expect(AnkiTag.tag(of: "phrasal_verb") == "phrasal verb")
        #expect(AnkiTag.tags(of: "a_b _ __  c") == ["a b", "c"])
        #expect(AnkiTag.tag(of: "Back\\slash") == "Back\\slash")
    }
}
