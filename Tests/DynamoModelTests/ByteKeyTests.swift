import DynamoModel
import Testing

/// Texts as keys.
@Suite struct ByteKeyTests {
    // Canonically equal names are two.
    @Test func bytesDecide() {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(ByteKey(composed) != ByteKey(decomposed))
        #expect(Set([ByteKey(composed), ByteKey(decomposed), ByteKey("\u{e9}")]).count == 2)
        #expect([composed, decomposed].firstRepetition() == nil)
    }

    // Each text is checked once, also when hundreds of thousands of them fit a request.
    @Test func repetitions() {
        var looks = 0
        let texts = (0..<600_000).lazy.map { number -> String in
            looks += 1
            return String(number)
        }
        #expect(texts.firstRepetition() == nil)
        #expect(looks == 600_000)
        #expect(["a", "b", "a", "b"].firstRepetition()?.position == 2)
    }

    // Each text is checked once, however many there are, and none after the repetition.
    @Test func repetitionsAreFoundInOneLook() {
        var looks = 0
        func counted(_ texts: [String]) -> some Sequence<String> {
            texts.lazy.map {
                looks += 1
                return $0
            }
        }
        let texts = (0..<50_000).map { "t\($0)" }
        #expect(counted(texts).firstRepetition() == nil)
        #expect(looks == texts.count)
        looks = 0
        #expect(counted(["a", "a"] + texts).firstRepetition()?.position == 1)
        #expect(looks == 2)
    }
}
