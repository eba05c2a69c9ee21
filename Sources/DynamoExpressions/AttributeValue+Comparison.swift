import DynamoModel

// What conditions ask of two values, with the steps that finding out takes; see `EvaluationBudget`.

extension AttributeValue {
    /// DynamoDB's equality.
    func equals(_ other: AttributeValue, _ budget: inout EvaluationBudget) -> Bool {
        switch (self, other) {
        case (.s(let a), .s(let b)):
            budget.spend(comparedBytes: a.utf8.count == b.utf8.count ? a.utf8.count : 0)
            return a.hasSameBytes(as: b)
        case (.b(let a), .b(let b)):
            budget.spend(comparedBytes: a.count == b.count ? a.count : 0)
            return a == b
        case (.l(let a), .l(let b)): return Self.areEqual(a, b, &budget)
        case (.m(let a), .m(let b)): return Self.areEqual(a, b, &budget)
        case (.ss(let a), .ss(let b)): return Self.areEqual(a, b, &budget)
        case (.ns(let a), .ns(let b)): return Self.areEqual(a, b, &budget)
        case (.bs(let a), .bs(let b)): return Self.areEqual(a, b, &budget)
        default: return self == other
        }
    }

    private static func areEqual(
        _ left: [AttributeValue], _ right: [AttributeValue], _ budget: inout EvaluationBudget
    ) -> Bool {
        guard left.count == right.count else { return false }
        for (one, two) in zip(left, right) {
            budget.spend(1)
            guard !budget.isExhausted, one.equals(two, &budget) else { return false }
        }
        return true
    }

    private static func areEqual(
        _ left: AttributeMap, _ right: AttributeMap, _ budget: inout EvaluationBudget
    ) -> Bool {
        guard left.count == right.count else { return false }
        if left.isSameStorage(as: right) { return true }
        for (one, two) in zip(left, right) {
            budget.spend(comparedBytes: one.name.utf8.count)
            guard !budget.isExhausted, one.name.hasSameBytes(as: two.name), one.value.equals(two.value, &budget) else {
                return false
            }
        }
        return true
    }

    private static func areEqual<Element>(
        _ left: AttributeSet<Element>, _ right: AttributeSet<Element>, _ budget: inout EvaluationBudget
    ) -> Bool {
        guard left.elements.count == right.elements.count else { return false }
        for (one, two) in zip(left.elements, right.elements) {
            budget.spend(comparedBytes: one.attributeSize)
            guard !budget.isExhausted, Element.compare(one, two) == 0 else { return false }
        }
        return true
    }

    /// Three-way order of two texts, numbers or binaries; nil for values that have no order.
    func order(comparedWith other: AttributeValue, _ budget: inout EvaluationBudget) -> Int? {
        switch (self, other) {
        case (.s(let a), .s(let b)): budget.spend(comparedBytes: min(a.utf8.count, b.utf8.count))
        case (.b(let a), .b(let b)): budget.spend(comparedBytes: min(a.count, b.count))
        default: break
        }
        return order(comparedWith: other)
    }

    /// `begins_with`: of texts or of binaries.
    func begins(with prefix: AttributeValue, _ budget: inout EvaluationBudget) -> Bool {
        switch (self, prefix) {
        case (.s(let text), .s(let prefix)):
            budget.spend(comparedBytes: min(text.utf8.count, prefix.utf8.count))
            return text.hasBytePrefix(prefix)
        case (.b(let bytes), .b(let prefix)):
            budget.spend(min(bytes.count, prefix.count))
            return bytes.starts(with: prefix)
        default: return false
        }
    }

    /// `contains`: part of a text or of a binary, element of a set of its type, element of a list.
    func contains(_ part: AttributeValue, _ budget: inout EvaluationBudget) -> Bool {
        switch (self, part) {
        case (.l(let list), _):
            for element in list {
                budget.spend(1)
                if budget.isExhausted { return false }
                if element.equals(part, &budget) { return true }
            }
            return false
        case (.s(let text), .s(let part)):
            var steps = 0
            defer { budget.spend(steps) }
            return text.withBytes { text in part.withBytes { ByteSearch.contains($0, in: text, steps: &steps) } }
        case (.b(let bytes), .b(let part)):
            var steps = 0
            defer { budget.spend(steps) }
            return bytes.withUnsafeBufferPointer { bytes in
                part.withUnsafeBufferPointer { ByteSearch.contains($0, in: bytes, steps: &steps) }
            }
        case (.ss(let set), .s(let element)): return set.contains(element, &budget)
        case (.ns(let set), .n(let element)): return set.contains(element, &budget)
        case (.bs(let set), .b(let element)): return set.contains(element, &budget)
        default: return false
        }
    }
}

extension AttributeSet {
    /// Whether the set has the element: a search by halves.
    fileprivate func contains(_ element: Element, _ budget: inout EvaluationBudget) -> Bool {
        let looks = Int.bitWidth - elements.count.leadingZeroBitCount
        budget.spend(looks * (1 + element.attributeSize >> 4))
        return contains(element)
    }
}
