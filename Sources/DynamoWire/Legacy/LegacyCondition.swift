import DynamoModel
import JSONText

/// One legacy condition on a top-level attribute: an entry of `Expected`, `KeyConditions`, `QueryFilter` or
/// `ScanFilter`.
public struct LegacyCondition: Sendable, Equatable {
    /// The attribute, by its name and not by a path.
    public let attribute: String
    /// The comparison that must hold of the attribute.
    public let comparison: LegacyOperator
    /// The values that the attribute is compared with: none, one or two, for `IN` any number.
    public let values: [AttributeValue]

    /// A condition; the number and types of the arguments are checked.
    ///
    /// - Throws: `validation`.
    public init(attribute: String, _ comparison: LegacyOperator, _ values: [AttributeValue]) throws(DynamoDBError) {
        let name = comparison.rawValue
        guard comparison.argumentCount.contains(values.count) else {
            throw .invalidParameter("Invalid number of argument(s) for the \(name) ComparisonOperator")
        }
        if let value = values.first(where: { !comparison.takes($0) }) {
            throw .invalidParameter("ComparisonOperator \(name) is not valid for \(value.typeName) AttributeValue type")
        }
        if values.contains(where: { $0.typeName != values[0].typeName }), comparison == .in || comparison == .between {
            throw .invalidParameter("AttributeValues inside AttributeValueList must be of same type")
        }
        if comparison == .between, Self.isAbove(values[0], values[1]) {
            throw .validation(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
        }
        self.attribute = attribute
        self.comparison = comparison
        self.values = values
    }

    private static func isAbove(_ lower: AttributeValue, _ upper: AttributeValue) -> Bool {
        switch (lower, upper) {
        case (.s(let low), .s(let high)): low.compareBytes(with: high) > 0
        case (.n(let low), .n(let high)): low.compare(with: high) > 0
        case (.b(let low), .b(let high)): low.compareBytes(with: high) > 0
        default: false
        }
    }

    /// The conditions of `KeyConditions`, `QueryFilter` or `ScanFilter`; empty when there are none.
    static func conditions(_ entries: WireObject?) throws(DynamoDBError) -> [LegacyCondition] {
        var result: [LegacyCondition] = []
        for (attribute, value) in entries?.members.members ?? [] where !value.isNull {
            let object = WireObject(value, entries?.wording ?? .inOrder)
            let comparison: LegacyOperator = try object.required(
                "ComparisonOperator", object.choice("ComparisonOperator"))
            result.append(try LegacyCondition(attribute: attribute, comparison, try arguments(object) ?? []))
        }
        return result
    }

    /// The conditions of `Expected`, in either of its forms.
    static func expected(_ entries: WireObject?) throws(DynamoDBError) -> [LegacyCondition] {
        var result: [LegacyCondition] = []
        for (attribute, value) in entries?.members.members ?? [] where !value.isNull {
            result.append(try expected(attribute, WireObject(value, entries?.wording ?? .inOrder)))
        }
        return result
    }

    private static func expected(_ attribute: String, _ object: WireObject) throws(DynamoDBError) -> LegacyCondition {
        let single = try object.value("Value")
        let list = try arguments(object)
        let exists = object.bool("Exists")
        if let comparison: LegacyOperator = object.choice("ComparisonOperator") {
            guard exists == nil else {
                throw .invalidParameter(
                    "Exists and ComparisonOperator cannot be used together for Attribute: \(attribute)")
            }
            guard list == nil || single == nil else {
                throw .invalidParameter(
                    "Value and AttributeValueList cannot be used together for Attribute: \(attribute)")
            }
            guard list != nil || single != nil || comparison.argumentCount.contains(0) else {
                throw .invalidParameter(
                    "Value or AttributeValueList must be used with ComparisonOperator: \(comparison.rawValue) for "
                        + "Attribute: \(attribute)")
            }
            return try LegacyCondition(attribute: attribute, comparison, list ?? single.map { [$0] } ?? [])
        }
        guard list == nil else {
            throw .invalidParameter(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: \(attribute)")
        }
        switch (exists, single) {
        case (false, nil): return try LegacyCondition(attribute: attribute, .null, [])
        case (false, .some):
            throw .invalidParameter("Value cannot be used when Exists is false for Attribute: \(attribute)")
        case (_, let value?): return try LegacyCondition(attribute: attribute, .equal, [value])
        case (_, nil):
            let shown = exists.map { "\($0)" } ?? "null"
            throw .invalidParameter("Value must be provided when Exists is \(shown) for Attribute: \(attribute)")
        }
    }

    private static func arguments(_ object: WireObject) throws(DynamoDBError) -> [AttributeValue]? {
        guard let list = object["AttributeValueList"]?.arrayValue else { return nil }
        var values: [AttributeValue] = []
        for value in list { values.append(try AttributeValue(wire: value, object.wording)) }
        return values
    }
}

extension WireObject {
    /// An attribute value that can be missing.
    func value(_ name: String) throws(DynamoDBError) -> AttributeValue? {
        guard let value = self[name] else { return nil }
        return try AttributeValue(wire: value, wording)
    }
}
