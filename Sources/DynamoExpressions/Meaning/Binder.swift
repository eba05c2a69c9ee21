import DynamoModel

/// Resolves the stand-ins of one request's expressions, and remembers which were used.
struct Binder {
    private let parameters: ExpressionParameters
    private var usedNames: Set<String> = []
    private var usedValues: Set<String> = []

    init(_ parameters: ExpressionParameters) { self.parameters = parameters }

    mutating func path(_ syntax: PathSyntax) throws(ExpressionError) -> DocumentPath {
        var elements: [DocumentPath.Element] = []
        elements.reserveCapacity(syntax.steps.count)
        for step in syntax.steps {
            switch step {
            case .word(let name): elements.append(.attribute(name))
            case .index(let index): elements.append(.index(index))
            case .name(let placeholder):
                guard let name = parameters.names?[placeholder] else {
                    throw ExpressionError(.undefinedName(placeholder), at: syntax.offset)
                }
                usedNames.insert(placeholder)
                elements.append(.attribute(name))
            }
        }
        return DocumentPath(unchecked: elements)
    }

    mutating func value(_ placeholder: String, at offset: Int) throws(ExpressionError) -> AttributeValue {
        guard let value = parameters.values?[placeholder] else {
            throw ExpressionError(.undefinedValue(placeholder), at: offset)
        }
        usedValues.insert(placeholder)
        return value
    }

    /// - Throws: DynamoDB's error when a name or value was given that no expression used.
    func checkAllUsed() throws(DynamoDBError) {
        try checkUsed("ExpressionAttributeNames", parameters.names.map { Array($0.keys) }, usedNames, sigil: "#")
        try checkUsed("ExpressionAttributeValues", parameters.values.map { Array($0.keys) }, usedValues, sigil: ":")
    }

    private func checkUsed(
        _ parameter: String, _ given: [String]?, _ used: Set<String>, sigil: Character
    ) throws(DynamoDBError) {
        guard let given else { return }
        guard !given.isEmpty else { throw .validation("\(parameter) must not be empty") }
        for name in given.sorted() where !Self.isPlaceholder(name, sigil: sigil) {
            throw .validation(
                "\(parameter) contains invalid key: Syntax error; key: \"\(name)\"")
        }
        let unused = given.filter { !used.contains($0) }.sorted()
        guard unused.isEmpty else {
            throw .validation(
                "Value provided in \(parameter) unused in expressions: keys: {\(unused.joined(separator: ", "))}")
        }
    }

    private static func isPlaceholder(_ name: String, sigil: Character) -> Bool {
        let bytes = Array(name.utf8)
        return bytes.count > 1 && bytes[0] == sigil.asciiValue
            && bytes.dropFirst().allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 <= 9 || $0 == 0x5F }
    }
}
