import DynamoModel

extension SeededGenerator {
    /// Text of up to `length` characters, with characters of one to four bytes.
    public mutating func text(upTo length: Int = 12) -> String {
        let scalars: [Unicode.Scalar] = ["a", "b", "Z", "0", " ", "#", "\n", "é", "e", "\u{301}", "ộ", "猫", "😀", "\0"]
        var text = String.UnicodeScalarView()
        for _ in 0..<int(0...length) { text.append(pick(scalars)) }
        return String(text)
    }

    /// Bytes, up to `length` of them.
    public mutating func bytes(upTo length: Int = 12) -> [UInt8] {
        (0..<int(0...length)).map { _ in UInt8(int(0...255)) }
    }

    /// A number: small integers, long fractions, and both ends of the range.
    public mutating func number() throws -> DynamoNumber {
        switch int(0...4) {
        case 0: return DynamoNumber(int(-10...10))
        case 1: return DynamoNumber(int(Int.min...Int.max))
        case 2: return try DynamoNumber("\(int(-999...999)).\(int(0...9_999_999))")
        case 3:
            return try DynamoNumber(isNegative: once(in: 2), coefficient: UInt128(next()), exponent: int(-130...100))
        default: return .zero
        }
    }

    /// A value of any type, with maps and lists up to `depth` levels deep.
    public mutating func value(depth: Int = 3) throws -> AttributeValue {
        switch int(0...(depth > 0 ? 9 : 7)) {
        case 0: return .s(text())
        case 1: return .n(try number())
        case 2: return .b(bytes())
        case 3: return .bool(once(in: 2))
        case 4: return .null
        case 5: return .ss(try AttributeSet((0...int(0...3)).map { "\($0)" + text(upTo: 3) }))
        case 6: return .ns(try AttributeSet((0...int(0...3)).map { DynamoNumber($0 * 7) }))
        case 7: return .bs(try AttributeSet((0...int(0...3)).map { [UInt8($0)] + bytes(upTo: 3) }))
        case 8: return .l(try (0..<int(0...4)).map { _ in try value(depth: depth - 1) })
        default: return .m(try attributes(upTo: 4, depth: depth - 1))
        }
    }

    /// Attributes with names `a0`, `a1`, … that are no key of a table of ``TestTables``.
    public mutating func attributes(upTo count: Int = 6, depth: Int = 3) throws -> Item {
        var item = Item()
        for _ in 0..<int(0...count) { item["a\(int(0...9))"] = try value(depth: depth) }
        return item
    }
}
