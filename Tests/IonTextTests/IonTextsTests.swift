import Testing

@testable import IonText

/// Structures are cut out of a text wherever its pieces end.
struct IonTextsTests {
    private static func cut(_ text: [UInt8], pieces size: Int, most: Int = 1 << 20) throws(IonTexts.Fault) -> [[UInt8]]
    {
        var (texts, found) = (IonTexts(maximumBytes: most), [[UInt8]]())
        for start in stride(from: 0, to: text.count, by: size) {
            texts.add(text[start..<min(start + size, text.count)])
            while let next = try texts.next(isAtEnd: false) { found.append(next) }
        }
        while let next = try texts.next(isAtEnd: true) { found.append(next) }
        return found
    }

    private static let structures = [
        #"$ion_1_0 {Item:{a:"}{\"",'b}':'''c}''\'''',d:{{//8=}},e:[{f:1.},{g:[]}]}}"#, "\n/* { */ // }\n {Item:{}}",
        "$ion_1_0{Item:{a:{{}}}}", "{a:{{ fX0= }}}",
    ]

    @Test(arguments: 1...9) func pieces(size: Int) throws {
        let text = Array(Self.structures.joined().utf8)
        let found = try Self.cut(text + Array(" \n// the end".utf8), pieces: size)
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == Self.structures)
        for structure in found { #expect(throws: Never.self) { try IonValue.parse(structure) } }
    }

    // What does not belong there comes with what follows it, or at the end, and the parser refuses it.
    @Test func strays() throws {
        for text in ["5 {a:1}", "{a:1} }", "{a:1} x", "{a:1}{b", "]", "{{aGVs}} {a:1}", "{a:'"] {
            let found = try Self.cut(Array(text.utf8), pieces: 3)
            #expect(found.contains { (try? IonValue.parse($0)) == nil }, "\(text)")
        }
        #expect(try Self.cut([], pieces: 1).isEmpty)
    }

    // One fault costs one structure.
    @Test(arguments: ["}", "]", "}]}"]) func structuresAfterAStrayBrace(_ stray: String) throws {
        let sound = "{Item:{a:[1,{b:2}]}}"
        let found = try Self.cut(Array((stray + sound + sound + sound).utf8), pieces: 4)
        #expect(found.suffix(3).map { String(decoding: $0, as: UTF8.self) } == [sound, sound, sound])
    }

    @Test func length() throws {
        let text = Array("{a:\"\(String(repeating: "x", count: 50))\"}".utf8)
        #expect(try Self.cut(text, pieces: 8, most: text.count).count == 1)
        #expect(throws: IonTexts.Fault.self) { try Self.cut(text, pieces: 8, most: 30) }
    }
}
