import DynamoModel

// Values that a literal cannot express.

extension AttributeValue {
    /// An N from its text.
    public static func decimal(_ text: String) throws -> AttributeValue { .n(try DynamoNumber(text)) }

    /// An SS.
    public static func strings(_ elements: String...) throws -> AttributeValue { .ss(try AttributeSet(elements)) }

    /// An NS from texts.
    public static func numbers(_ elements: String...) throws -> AttributeValue {
        .ns(try AttributeSet(try elements.map { try DynamoNumber($0) }))
    }

    /// A BS.
    public static func binaries(_ elements: [UInt8]...) throws -> AttributeValue { .bs(try AttributeSet(elements)) }

    /// An S of so many bytes.
    public static func filler(_ bytes: Int) -> AttributeValue { .s(String(repeating: "x", count: bytes)) }

    /// A value with so many lists within each other.
    public static func nested(_ levels: Int) -> AttributeValue {
        (0..<levels).reduce("leaf") { inner, _ in [inner] }
    }
}

extension AttributeMap {
    /// The item with an attribute `filler` that brings it to exactly so many bytes by DynamoDB's counting.
    public func filled(to size: Int) -> Item {
        var item = self
        item["filler"] = ""
        item["filler"] = .filler(Swift.max(0, size - item.itemSize))
        return item
    }
}

extension [String: AttributeValue] {
    /// The values whose placeholders an expression has; nil when it has none, as the parameter has to be absent then.
    public func used(in expression: String) -> [String: AttributeValue]? {
        let words = Set(expression.split { !$0.isLetter && $0 != ":" }.map(String.init))
        let used = filter { words.contains($0.key) }
        return used.isEmpty ? nil : used
    }
}
