import DynamoModel
import TestSupport
import Testing

@testable import TableStore

@Suite struct KeyEncodingTests {
    private func encoded(_ values: AttributeValue...) -> KeyBytes {
        var key = KeyBytes()
        for value in values { KeyEncoding.append(value, to: &key) }
        return key
    }

    private func sign(_ value: Int) -> Int { value < 0 ? -1 : value > 0 ? 1 : 0 }

    /// The order of two numbers by their digits as text: a model that shares nothing with the encoding.
    private func order(of left: DynamoNumber, _ right: DynamoNumber) -> Int {
        func parts(_ number: DynamoNumber) -> (sign: Int, power: Int, digits: String) {
            let digits = String(number.coefficient)
            if digits == "0" { return (0, 0, "") }
            return (number.isNegative ? -1 : 1, Int(number.exponent) + digits.utf8.count, digits)
        }
        let (a, b) = (parts(left), parts(right))
        if a.sign != b.sign { return sign(a.sign - b.sign) }
        if a.power != b.power { return sign(a.power - b.power) * a.sign }
        return sign(a.digits.compareBytes(with: b.digits)) * a.sign
    }

    /// Encoded numbers have the order of the numbers.
    @Test func numbersKeepTheirOrder() throws {
        var random = SeededGenerator(seed: 1)
        var numbers = try (0..<600).map { _ in try random.number() }
        for text in ["0", "1", "-1", "10", "9", "99", "100", "101", "1.5", "-1.5", "1E-130", "-1E-130", "9.9E125"] {
            numbers.append(try DynamoNumber(text))
        }
        for left in numbers {
            for right in numbers {
                let found = encoded(.n(left)).compareBytes(with: encoded(.n(right)))
                #expect(sign(found) == order(of: left, right), "\(left) \(right)")
            }
        }
    }

    /// Encoded texts have the order of their bytes, whatever follows them in the key.
    @Test func textsKeepTheirOrder() {
        var random = SeededGenerator(seed: 2)
        let texts =
            ["", "\0", "\0\0", "a", "a\0", "a\u{1}", "a\0b", "é", "e\u{301}"] + (0..<200).map { _ in random.text() }
        for left in texts {
            for right in texts where !left.hasSameBytes(as: right) {
                let order = encoded(.s(left), .s("\u{ff}")).compareBytes(with: encoded(.s(right), .s("\0")))
                #expect(sign(order) == sign(left.compareBytes(with: right)))
            }
        }
    }

    /// Encoded byte strings have the order of their bytes.
    @Test func bytesKeepTheirOrder() {
        var random = SeededGenerator(seed: 3)
        let values: [[UInt8]] =
            [[], [0], [0, 0], [0, 255], [255], [255, 255], [1]] + (0..<200).map { _ in random.bytes(upTo: 4) }
        for left in values {
            for right in values where left != right {
                let order = encoded(.b(left), .b([255])).compareBytes(with: encoded(.b(right), .b([0])))
                #expect(sign(order) == sign(left.compareBytes(with: right)))
            }
        }
    }

    /// Every value is read back as it was written, and ends where the next begins.
    @Test func valuesAreReadBack() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<1000 {
            let values: [AttributeValue] = [.s(random.text()), .n(try random.number()), .b(random.bytes())]
            let key = encoded(values[0], values[1], values[2])
            key.withUnsafeBytes { key in
                var decoder = KeyDecoder(key, from: 0)
                #expect(decoder.next(.s) == values[0])
                #expect(decoder.next(.n) == values[1])
                #expect(decoder.next(.b) == values[2])
                #expect(decoder.offset == key.count)
            }
        }
    }

    /// Bytes that are no key are refused, and never read beyond their end.
    @Test func damagedKeysAreRefused() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let key = encoded(.s(random.text()), .n(try random.number()))
            let cut = Array(key[..<random.int(0...key.count - 1)])
            let whole = cut.withUnsafeBytes { cut in
                var decoder = KeyDecoder(cut, from: 0)
                return decoder.next(.s) != nil && decoder.next(.n) != nil
            }
            #expect(!whole)
        }
    }

    /// Everything that begins with a prefix is below its successor, and nothing else is between them.
    @Test func successorsBoundPrefixes() {
        #expect(KeyEncoding.successor(ofPrefix: [1, 2]) == [1, 3])
        #expect(KeyEncoding.successor(ofPrefix: [1, 255, 255]) == [2])
        #expect(KeyEncoding.successor(ofPrefix: [255, 255]) == nil)
    }

    /// A key of several attributes is ordered by the first, then the second; partitions lie apart by their hash.
    @Test func layoutsOfSeveralAttributes() throws {
        let layout = KeyLayout(
            [
                KeySchemaElement("h1", .hash), KeySchemaElement("h2", .hash), KeySchemaElement("r1", .range),
                KeySchemaElement("r2", .range),
            ],
            [
                AttributeDefinition("h1", .s), AttributeDefinition("h2", .n), AttributeDefinition("r1", .n),
                AttributeDefinition("r2", .s),
            ])
        let item: Item = ["h1": "a", "h2": 1, "r1": -5, "r2": "z"]
        let later: Item = ["h1": "a", "h2": 1, "r1": 10, "r2": "a"]
        let key = try #require(layout.key(of: item))
        let laterKey = try #require(layout.key(of: later))
        #expect(key.compareBytes(with: laterKey) < 0)
        #expect(key.starts(with: layout.partitionPrefix(["a", 1])))
        let decoded = key.withUnsafeBytes { layout.attributes(in: $0)?.attributes }
        #expect(decoded == item)
        #expect(layout.key(of: ["h1": "a", "h2": 1, "r1": 5]) == nil)
        #expect(layout.key(of: ["h1": "a", "h2": "1", "r1": 5, "r2": "z"]) == nil)
    }
}
