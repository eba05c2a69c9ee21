import Testing

@testable import Compression

/// Decompression of files of any length.
struct GunzipStreamTests {
    // However the pieces of the input are cut, and whatever the number of members: what comes out is what went in.
    @Test(arguments: [1, 2, 7, 100, 5000, 1_000_000])
    func pieces(size: Int) throws {
        var state: UInt64 = 3
        var text: [UInt8] = []
        for _ in 0..<60_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            text += state >> 62 == 0 ? [UInt8(truncatingIfNeeded: state >> 33)] : Array("{\"S\":".utf8)
        }
        let file = Gzip.compress(text) + Gzip.compress([]) + Gzip.compress(text)
        var rest = file[...]
        var stream = GunzipStream {
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
        var result: [UInt8] = []
        while case let bytes = try stream.next(), !bytes.isEmpty { result += bytes }
        #expect(result == text + text)
    }

    // A file that unfolds to a thousand times its size comes in stretches that stay small.
    @Test
    func stretchesAreBounded() throws {
        let file = Gzip.compress(Array(repeating: 0, count: 10_000_000))
        var rest: [UInt8]? = file
        var stream = GunzipStream {
            defer { rest = nil }
            return rest ?? []
        }
        var total = 0
        while case let bytes = try stream.next(), !bytes.isEmpty {
            #expect(bytes.count < 70_000)
            total += bytes.count
        }
        #expect(total == 10_000_000)
    }
}
