import DynamoModel
import JSONText

/// The operators of the legacy conditions. Source: API reference, `Condition`.
public enum LegacyOperator: String, Sendable, CaseIterable {
    case equal = "EQ"
    case notEqual = "NE"
    case `in` = "IN"
    case lessOrEqual = "LE"
    case less = "LT"
    case greaterOrEqual = "GE"
    case greater = "GT"
    case between = "BETWEEN"
    case notNull = "NOT_NULL"
    case null = "NULL"
    case contains = "CONTAINS"
    case notContains = "NOT_CONTAINS"
    case beginsWith = "BEGINS_WITH"

    /// How many arguments there must be.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .notNull, .null: 0...0
        case .between: 2...2
        case .in: 1...Int.max
        default: 1...1
        }
    }

    /// Whether an argument can have this type.
    func takes(_ value: AttributeValue) -> Bool {
        switch (self, value) {
        case (.less, .s), (.less, .n), (.less, .b), (.lessOrEqual, .s), (.lessOrEqual, .n), (.lessOrEqual, .b): true
        case (.greater, .s), (.greater, .n), (.greater, .b): true
        case (.greaterOrEqual, .s), (.greaterOrEqual, .n), (.greaterOrEqual, .b): true
        case (.between, .s), (.between, .n), (.between, .b), (.in, .s), (.in, .n), (.in, .b): true
        case (.beginsWith, .s), (.beginsWith, .b): true
        case (.contains, let value), (.notContains, let value):
            switch value {
            case .ss, .ns, .bs, .m, .l: false
            default: true
            }
        case (.equal, _), (.notEqual, _), (.null, _), (.notNull, _): true
        default: false
        }
    }
}

/// One legacy condition on a top-level attribute: an entry of `Expected`, `KeyConditions`, `QueryFilter` or
/// `ScanFilter`.
public struct LegacyCondition: Sendable, Equatable {
    /// The attribute, by its name and not by a path.
    public let attribute: String
    /// What must hold.
    public let comparison: LegacyOperator
    /// The arguments.
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

/// One entry of `AttributeUpdates`.
public struct LegacyUpdate: Sendable, Equatable {
    /// What happens to the attribute.
    public enum Action: String, Sendable {
        case put = "PUT"
        case add = "ADD"
        case delete = "DELETE"
    }

    /// The attribute, by its name and not by a path.
    public let attribute: String
    /// What happens to it.
    public let action: Action
    /// With what; nil only for a deletion.
    public let value: AttributeValue?

    /// An update; the type of the value is checked.
    ///
    /// - Throws: `validation`.
    public init(attribute: String, _ action: Action, _ value: AttributeValue?) throws(DynamoDBError) {
        switch (action, value) {
        case (.put, nil), (.add, nil):
            throw .invalidParameter("Only DELETE action is allowed when no attribute value is specified")
        case (.delete, .some(.ss)), (.delete, .some(.ns)), (.delete, .some(.bs)), (.delete, nil), (.put, .some): break
        case (.delete, let value?):
            throw .invalidParameter("DELETE action with value is not supported for the type \(value.typeName)")
        case (.add, .some(.n)), (.add, .some(.ss)), (.add, .some(.ns)), (.add, .some(.bs)), (.add, .some(.l)): break
        case (.add, let value?):
            throw .invalidParameter("ADD action is not supported for the type \(value.typeName)")
        }
        self.attribute = attribute
        self.action = action
        self.value = value
    }

    static func updates(_ entries: WireObject?) throws(DynamoDBError) -> [LegacyUpdate] {
        var result: [LegacyUpdate] = []
        for (attribute, value) in entries?.members.members ?? [] where !value.isNull {
            let object = WireObject(value, entries?.wording ?? .inOrder)
            let value = try object.value("Value")
            result.append(try LegacyUpdate(attribute: attribute, object.choice("Action") ?? .put, value))
        }
        return result
    }
}

extension WireObject {
    /// An attribute value that can be missing.
    fileprivate func value(_ name: String) throws(DynamoDBError) -> AttributeValue? {
        guard let value = self[name] else { return nil }
        return try AttributeValue(wire: value, wording)
    }
}
