import JSONText
import Testing

@Suite struct JSONWriterTests {
    private func text(_ style: JSONWriter.Style = .compact, _ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(style: style)
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func sample(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("id")
        writer.string("x")
        let dynamic = "na\"me"
        writer.name(dynamic)
        writer.beginArray()
        writer.integer(-12)
        writer.bool(true)
        writer.bool(false)
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.name("n")
        writer.number(text: "1.50")
        writer.name("r")
        writer.raw(Array("{\"a\":1}".utf8))
        writer.name("s")
        writer.string(ascii: "plain")
        writer.name("d")
        writer.double(2.5)
        writer.endObject()
    }

    // The writer puts the commas, also behind nested and empty values.
    @Test func compact() {
        #expect(
            text(.compact, sample)
                == "{\"id\":\"x\",\"na\\\"me\":[-12,true,false,null,{},[]],\"n\":1.50,\"r\":{\"a\":1},\"s\":\"plain\",\"d\":2.5}"
        )
    }

    // Two spaces a level; what is empty stays on its line; `raw` is copied as it is.
    @Test func pretty() {
        #expect(
            text(.pretty, sample) == """
                {
                  "id": "x",
                  "na\\"me": [
                    -12,
                    true,
                    false,
                    null,
                    {},
                    []
                  ],
                  "n": 1.50,
                  "r": {"a":1},
                  "s": "plain",
                  "d": 2.5
                }
                """)
        #expect(
            text(.pretty) {
                $0.beginArray(); $0.endArray()
            } == "[]")
        #expect(text(.pretty) { $0.integer(1) } == "1")
    }

    @Test(arguments: [0, 9, 10, -1, -10, 99, 100, 1_234_567_890, Int.max, Int.min])
    func integers(value: Int) {
        #expect(text { $0.integer(value) } == String(value))
    }

    // JSON has no infinity; null stands for what cannot be said.
    @Test func doubles() {
        #expect(text { $0.double(.infinity) } == "null")
        #expect(text { $0.double(0.1) } == "0.1")
    }

    // Each character that must be escaped is, at every place of a run of eight, and no other one is.
    @Test func escapes() throws {
        for code in UInt32(0)..<0x80 {
            let scalar = try #require(Unicode.Scalar(code))
            let mustEscape = code < 0x20 || code == 0x22 || code == 0x5c
            for place in 0..<20 {
                let original =
                    String(repeating: "a", count: place) + String(scalar) + "é" + String(repeating: "b", count: 9)
                let written = text { $0.string(original) }
                #expect((written.utf8.count != original.utf8.count + 2) == mustEscape)
                #expect(try JSONValue.parse(utf8: written) == .string(original))
                let utf8 = Array(original.utf8)
                let copied = text { writer in utf8.withUnsafeBufferPointer { writer.string(utf8: $0) } }
                #expect(copied == written)
            }
        }
    }

    // A text goes on behind bytes that are there already.
    @Test func appending() {
        var writer = JSONWriter(appendingTo: Array("data: ".utf8))
        writer.value(["a": [1, 2]])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "data: {\"a\":[1,2]}")
    }

    // What is written is read back as the same value, compact or pretty, over many generated trees.
    @Test func roundTrip() throws {
        var generator = SplitMix(state: 2026)
        for _ in 0..<2_000 {
            let value = randomValue(depth: 0, &generator)
            #expect(try JSONValue.parse(value.serialized()) == value)
            #expect(try JSONValue.parse(value.serialized(.pretty)) == value)
        }
    }

    // Changed bytes give a value or an error, never a crash; what is accepted is read back as the same value.
    @Test func damagedTexts() throws {
        var generator = SplitMix(state: 7)
        for _ in 0..<5_000 {
            var bytes = randomValue(depth: 0, &generator).serialized()
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            do throws(JSONError) {
                let value = try JSONValue.parse(bytes)
                let again = try JSONValue.parse(value.serialized())
                #expect(again == value)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    private func randomValue(depth: Int, _ generator: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &generator)))
        case 3, 4: return .string(randomText(&generator))
        case 5:
            let count = Int.random(in: 0..<6, using: &generator)
            return .array((0..<count).map { _ in randomValue(depth: depth + 1, &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &generator) {
                object[randomText(&generator)] = randomValue(depth: depth + 2, &generator)
            }
            return .object(object)
        }
    }

    private func randomText(_ generator: inout SplitMix) -> String {
        let pieces = [
            "a", "word", "é", "e\u{301}", "ế", "😀", "\"", "\\", "\n", "\u{0}", "\u{1f}", "/", "\u{10ffff}", "   ",
        ]
        let count = Int.random(in: 0..<12, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same values in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
