import Testing

@testable import Compression

/// Compression in both directions.
struct GzipTests {
    // What is compressed comes back: nothing, one byte, runs, text, noise, distances and lengths at their limits.
    @Test
    func roundTrip() throws {
        var state: UInt64 = 1
        func noise(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 33)
            }
        }
        let block = noise(300)
        let samples: [[UInt8]] = [
            [], [7], Array(repeating: 0, count: 258), Array(repeating: 9, count: 100_000), Array(0...255),
            noise(70_000),
            block + Array(repeating: 1, count: 32_768 - 300) + block,
            block + Array(repeating: 1, count: 32_769) + block,
            Array(String(repeating: #"{"PK":{"S":"USER#1"},"n":{"N":"12"}},"#, count: 500).utf8),
        ]
        for sample in samples {
            let file = Gzip.compress(sample)
            #expect(try Gzip.decompress(file, limit: sample.count) == sample)
            #expect(file.count <= sample.count * 9 / 8 + 32)
        }
        #expect(Gzip.compress(samples[8]).count < samples[8].count / 10)
    }

    // Files of another program, zlib: stored, fixed and dynamic codes.
    @Test
    func foreign() throws {
        let stored = bytes("1f8b0800000000000403010500faff68656c6c6f86a6103605000000")
        #expect(try Gzip.decompress(stored, limit: 100) == Array("hello".utf8))
        let fixed = bytes("1f8b0800000000000203cb48cdc9c957c84090008088f9e511000000")
        #expect(try Gzip.decompress(fixed, limit: 100) == Array("hello hello hello".utf8))
        let dynamic = bytes(
            "1f8b0800000000000203b5ccb10ac3201440d16ff1651152a48d50417428ad42a848492a045c1c84a0ab1010f1dfbb75ecd6"
                + "f572b80d5e4fe00d56e0e056b50c17e82758bfedbea8db5b3d86e93c5da1f7f6578eb00cec48b98a5d53c26c31148fc293b4"
                + "b950358a3e149e8c1473a4d95997699c85348997e023d235b82d112f464c4db18c50bd8b9ad3c182c4bfcf1f41aa46aa0501"
                + "0000")
        var text = String(repeating: #"{"PK":{"S":"USER#1"},"SK":{"S":"CREATED#2026"}}"#, count: 3)
        for index in 0..<120 { text.unicodeScalars.append(Unicode.Scalar(UInt8(33 + index * index * 7 % 90))) }
        #expect(try Gzip.decompress(dynamic, limit: 1000) == Array(text.utf8))
    }

    // A file made in pieces is one member that holds the pieces in their order; so is one of none.
    @Test
    func pieces() throws {
        let text = Array(String(repeating: #"{"PK":{"S":"USER#1"},"n":{"N":"12"}},"#, count: 500).utf8)
        for pieces in [[], [text], [Array("a".utf8), [], text, text, Array("b".utf8)]] {
            var stream = GzipStream()
            var file: [UInt8] = []
            for piece in pieces { file += stream.next(piece) }
            file += stream.end()
            #expect(try Gzip.decompress(file, limit: 100_000) == Array(pieces.joined()))
            #expect(file.count < 4_000)
        }
    }

    // Several members follow each other; a small file that would become a large one stops at the limit.
    @Test
    func limits() throws {
        let one = Gzip.compress(Array("ab".utf8))
        #expect(try Gzip.decompress(one + one, limit: 4) == Array("abab".utf8))
        #expect(throws: GzipError.tooLarge(3)) { try Gzip.decompress(one + one, limit: 3) }
        let bomb = Gzip.compress(Array(repeating: 0, count: 10_000_000))
        #expect(throws: GzipError.tooLarge(1000)) { try Gzip.decompress(bomb, limit: 1000) }
    }

    // Every truncation and every changed byte is refused or harmless, and nothing crashes.
    @Test
    func damage() throws {
        let text = Array(String(repeating: "some text, some text ", count: 20).utf8)
        let file = Gzip.compress(text)
        for count in 0..<file.count {
            #expect(throws: GzipError.self) { try Gzip.decompress(Array(file[..<count]), limit: 10_000) }
        }
        for position in file.indices {
            for bit in 0..<8 {
                var damaged = file
                damaged[position] ^= 1 << bit
                let result = try? Gzip.decompress(damaged, limit: 10_000)
                #expect(result == nil || result == text)
            }
        }
        #expect(throws: GzipError.malformed) { try Gzip.decompress([], limit: 10) }
    }

    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}
