import DynamoModel

extension Shape {
    /// Whether a length or value is within the bounds.
    func isWithin(_ value: Int) -> Bool {
        if let min, value < min { return false }
        if let max, value > max { return false }
        return true
    }

    /// What a number of characters, or of elements of a list or map, violates; nil for nothing.
    package func violated(length: Int) -> Constraint? {
        if let min, length < min { return .lengthAtLeast(min) }
        if let max, length > max { return .lengthAtMost(max) }
        return nil
    }

    /// What an integer violates; nil for nothing.
    package func violated(value: Int) -> Constraint? {
        if let min, value < min { return .valueAtLeast(min) }
        if let max, value > max { return .valueAtMost(max) }
        return nil
    }

    /// What a text violates first; nil for nothing.
    package func violated(by text: String) -> Constraint? { holds(text) ? nil : violations(of: text).first }

    /// Whether a text is one of the choices, of the pattern, and of a length within the bounds.
    func holds(_ text: String) -> Bool {
        guard case .string(let pattern, let values) = kind else { return true }
        if !values.isEmpty { return values.contains { $0.hasSameBytes(as: text) } }
        if let pattern, !pattern.matches(text) { return false }
        return min == nil && max == nil || isWithin(text.unicodeScalars.count)
    }

    /// All that a text violates, in the order of the service's messages.
    func violations(of text: String) -> [Constraint] {
        guard case .string(let pattern, let values) = kind else { return [] }
        var found: [Constraint] = []
        if !values.isEmpty, !values.contains(where: { $0.hasSameBytes(as: text) }) { found.append(.choice(values)) }
        if let pattern, !pattern.matches(text) { found.append(.pattern(pattern.text)) }
        if let length = violated(length: text.unicodeScalars.count) { found.append(length) }
        return found
    }

    /// The shape that a table's name has to have, or the ARN in its place.
    static func ofTable(_ text: String) -> Shape {
        ResourceName.isMeant(by: text) ? tableARN : ServiceModel.tableName
    }
}
