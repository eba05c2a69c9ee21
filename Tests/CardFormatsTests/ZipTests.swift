import Compression
import Testing

@testable import CardFormats

@Suite struct ZipTests {
    private func archive(_ entries: [(String, [UInt8])]) -> [UInt8] {
        var writer = ZipWriter()
        var bytes: [UInt8] = []
        for (name, content) in entries {
            bytes += writer.begin(name)
            var start = 0
            while start < content.count {
                let end = min(start + 1_000, content.count)
                bytes += writer.next(Array(content[start..<end]))
                start = end
            }
            bytes += writer.endEntry()
        }
        return bytes + writer.end()
    }

    private func content(_ archive: [UInt8], _ name: String, limit: Int = 1 << 20) throws -> [UInt8] {
        let reader = try ZipReader(archive)
        guard let entry = reader.entry(name) else { throw CardFormatError.unknownDeck }
        var bytes: [UInt8] = []
        try reader.read(entry, limit: limit) { bytes += $0 }
        return bytes
    }

    // What is written is read as it was, by name.
    @Test func roundTrips() throws {
        let long = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
        let bytes = archive([("a", Array("hello".utf8)), ("empty", []), ("long", long)])
        #expect(try content(bytes, "a") == Array("hello".utf8))
        #expect(try content(bytes, "empty") == [])
        #expect(try content(bytes, "long") == long)
        #expect(throws: CardFormatError.unknownDeck) { try content(bytes, "b") }
        // Names are names: one that looks like a path is found by no other.
        let odd = archive([("../../a", [1]), ("/etc/passwd", [2])])
        #expect(throws: CardFormatError.unknownDeck) { try content(odd, "a") }
    }

    // A small archive that holds very much is refused at the bound, whatever size its directory tells.
    @Test func bombs() throws {
        let bytes = archive([("a", [UInt8](repeating: 0, count: 10 << 20))])
        #expect(bytes.count < 200_000)
        #expect(throws: CardFormatError.tooLarge("an entry of the archive holds more than 1048576 bytes")) {
            try content(bytes, "a")
        }
    }

    // Cut at any byte, or with any byte changed, an archive is refused or reads as what it was; it never stops the
    // program.
    @Test func damage() throws {
        let text = Array("some text, some text, some other text".utf8)
        let bytes = archive([("a", text)])
        for count in 0..<bytes.count {
            #expect(throws: CardFormatError.self, "\(count)") { try content(Array(bytes[..<count]), "a") }
        }
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                if let read = try? content(changed, "a") { #expect(read == text, "\(place)") }
            }
        }
    }

    // What no archive is, is said so.
    @Test func refusals() {
        for bytes in [[], Array("PK".utf8), [UInt8](repeating: 0, count: 70_000)] {
            #expect(throws: CardFormatError.malformed("the file is not a zip archive")) { try ZipReader(bytes) }
        }
        var split = archive([("a", [1])])
        split[split.count - 18] = 1
        #expect(throws: CardFormatError.self) { try ZipReader(split) }
    }
}
