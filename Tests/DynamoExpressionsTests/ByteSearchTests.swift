import DynamoModel
import Testing

@testable import DynamoExpressions

/// The search behind `contains`.
@Suite struct ByteSearchTests {
    private func search(_ part: [UInt8], in bytes: [UInt8]) -> (found: Bool, steps: Int) {
        var steps = 0
        let found = part.withUnsafeBufferPointer { part in
            bytes.withUnsafeBufferPointer { ByteSearch.contains(part, in: $0, steps: &steps) }
        }
        return (found, steps)
    }

    // Against the plain search, with few letters, so that parts begin often and end seldom.
    @Test func agreesWithThePlainSearch() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random)
            }
            let part = (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
            let starts = part.count > bytes.count ? 0..<0 : 0..<bytes.count - part.count + 1
            let expected = starts.contains { bytes[$0..<$0 + part.count].elementsEqual(part) }
            let (found, steps) = search(part, in: bytes)
            #expect(found == expected, "\(part) in \(bytes)")
            #expect(steps <= 2 * (bytes.count + part.count))
        }
    }

    // The largest value and the largest part, made so that each place looks like a beginning: two steps for each byte.
    @Test(arguments: [
        [UInt8](repeating: 1, count: 100_000) + [2], [2] + [UInt8](repeating: 1, count: 100_000),
        [UInt8](repeating: 1, count: 50_000) + [2] + [UInt8](repeating: 1, count: 50_000),
    ])
    func worstCases(_ part: [UInt8]) {
        let bytes = [UInt8](repeating: 1, count: 400_000)
        let (found, steps) = search(part, in: bytes)
        #expect(!found)
        #expect(steps <= 2 * (bytes.count + part.count))
        #expect(search(part, in: bytes + part).found)
    }
}
