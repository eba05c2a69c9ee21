import DynamoModel
import Testing

@testable import DynamoExpressions

/// The cache of parsed texts.
@Suite struct CacheTests {
    // The cache is bounded whatever comes, and a text that is asked for again and again stays.
    @Test func isBounded() throws {
        let cache = ExpressionCache()
        for index in 0..<20_000 {
            _ = try cache.parsed("attribute_exists(attribute\(index))", .condition)
            _ = try cache.parsed("a = :v", .condition)
        }
        #expect(cache.count <= 2 * ExpressionCache.generationSize / "attribute_exists(attribute0)".utf8.count)
        let before = cache.count
        _ = try cache.parsed("a = :v", .condition)
        #expect(cache.count == before)
    }

    // What fails to parse, and what is long, is not kept.
    @Test func keepsOnlyWhatIsWorthIt() throws {
        let cache = ExpressionCache()
        #expect(throws: ExpressionError.self) { try cache.parsed("a = ", .condition) }
        _ = try cache.parsed((0..<400).map { "a\($0)" }.joined(separator: ","), .projection)
        #expect(cache.count == 0)
    }

    // A text is known by its bytes and its rules: the Kelvin sign is canonically equivalent to K, and not a letter
    // here.
    @Test func keysAreBytes() throws {
        let cache = ExpressionCache()
        _ = try cache.parsed("K", .projection)
        #expect(throws: ExpressionError.self) { try cache.parsed("\u{212A}", .projection) }
        #expect(throws: ExpressionError.self) { try cache.parsed("K", .condition) }
    }

    // Many threads may ask at once.
    @Test func isThreadSafe() async {
        let cache = ExpressionCache()
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<2_000).allSatisfy { index in
                        let parsed = try? cache.parsed("a\((index * 7 + task) % 300) = :v", .condition)
                        return parsed?.paths.first?.elements == [.attribute("a\((index * 7 + task) % 300)")]
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    // Errors know where they are.
    @Test func offsets() {
        for (text, offset) in [
            ("a = :v AND name = :v", 11), ("a = ", 4), ("a[99999999999] = :v", 2), ("é", 0), ("a = b é", 6),
        ] {
            do throws(ExpressionError) {
                _ = try Parser.parse(text, .condition)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.offset == offset)
            }
        }
    }
}
