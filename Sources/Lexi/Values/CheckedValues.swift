func checkedIdentifier<Entity>(_ text: String) throws(InvalidValue) -> Identifier<Entity>? {
    guard let id = Identifier<Entity>(text) else { throw InvalidValue("must be a ULID: 26 characters") }
    return id
}

func checkedInteger(_ value: Int, _ range: ClosedRange<Int>) throws(InvalidValue) -> Int? {
    guard range.contains(value) else {
        throw InvalidValue("must be an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
}
