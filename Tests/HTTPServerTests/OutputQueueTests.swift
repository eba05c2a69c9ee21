import Testing

@testable import HTTPServer

struct OutputQueueTests {
    /// Sends everything in steps of `size` and returns it.
    private func drain(_ queue: inout OutputQueue, steps size: Int) -> [UInt8] {
        var sent: [UInt8] = []
        while !queue.isEmpty {
            let piece = queue.withFront { Array($0.prefix(size)) }
            sent += piece
            queue.advance(by: piece.count)
        }
        return sent
    }

    private func bytes(_ count: Int, _ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: count) }

    // Small and large pieces leave in the order in which they came, in steps of any size, also when more comes in
    // between.
    @Test(arguments: [1_000, 40_000, 1_000_000]) func keepsTheOrder(size: Int) {
        var queue = OutputQueue()
        var expected: [UInt8] = []
        var sent: [UInt8] = []
        for round in 0..<20 {
            let head = bytes(50 + round, UInt8(round))
            let body = bytes(round % 3 == 0 ? 90_000 : 500, UInt8(100 + round))
            queue.append(spare: { [] }) { $0 += head }
            queue.append(body: body, isShared: round % 2 == 0, spare: { [] })
            expected += head + body
            #expect(queue.count == expected.count - sent.count)
            let piece = queue.withFront { Array($0.prefix(size)) }
            sent += piece
            queue.advance(by: piece.count)
        }
        sent += drain(&queue, steps: size)
        #expect(sent == expected)
    }

    // A large body counts until its last byte is sent, a shared one never.
    @Test func countsOwnMemory() {
        var queue = OutputQueue()
        queue.append(spare: { [] }) { $0 += bytes(100, 1) }
        queue.append(body: bytes(50_000, 2), isShared: true, spare: { [] })
        #expect(queue.ownBytes == 100)
        queue.append(body: bytes(40_000, 3), isShared: false, spare: { [] })
        queue.append(spare: { [] }) { $0 += bytes(10, 4) }
        #expect(queue.ownBytes == 40_110)
        #expect(queue.count == 90_110)
        queue.advance(by: 100)
        queue.advance(by: 50_000)
        #expect(queue.ownBytes == 40_010)
        queue.advance(by: 39_999)
        #expect(queue.ownBytes == 40_010)
        queue.advance(by: 1)
        #expect(queue.ownBytes == 10)
        queue.advance(by: 10)
        #expect(queue.isEmpty)
        #expect(queue.reset() != nil)
        #expect(queue.ownBytes == 0)
    }

    // A buffer that never becomes empty does not keep what was sent long ago.
    @Test func buffersAreCompacted() {
        var queue = OutputQueue()
        for _ in 0..<1_000 {
            queue.append(spare: { [] }) { $0 += bytes(10_000, 1) }
            if queue.count > 100_000 { queue.advance(by: 10_000) }
        }
        #expect(queue.ownBytes < 400_000)
    }

    // A connection on which large bodies always wait does not keep the places of those that are sent.
    @Test func placesOfSentPiecesAreGivenBack() {
        var queue = OutputQueue()
        let body = bytes(OutputQueue.copiedBytes + 1, 1)
        for _ in 0..<3 { queue.append(body: body, isShared: true, spare: { [] }) }
        for _ in 0..<10_000 {
            queue.advance(by: body.count)
            queue.append(body: body, isShared: true, spare: { [] })
        }
        #expect(queue.count == 3 * body.count)
        #expect(queue.keptPieces < 50)
        #expect(drain(&queue, steps: body.count).count == 3 * body.count)
    }
}
