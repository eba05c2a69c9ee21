import DynamoModel
import JSONText

/// Collects every violated constraint of a request whose types are right, in the order of the service's model (the
/// order in which the service itself lists them changes from answer to answer, except for what ``ViolationWording``
/// says).
struct ConstraintCheck {
    /// The service stops counting here.
    static let limit = 10

    private let wording: ViolationWording
    private var violations: [String] = []

    init(_ wording: ViolationWording) { self.wording = wording }

    /// Throws what was found in the service's words.
    func throwIfAny() throws(DynamoDBError) {
        guard !violations.isEmpty else { return }
        throw .violations(violations)
    }

    /// Checks a value that is there, and all within it.
    mutating func visit(_ value: JSONValue, _ shape: Shape, _ path: String) {
        guard violations.count < Self.limit else { return }
        switch shape.kind {
        case .string: visitString(value, shape, path)
        case .tableName: visitTableName(value, path)
        case .integer, .long, .double, .timestamp: visitNumber(value, shape, path)
        case .boolean, .blob, .attributeValue: break
        case .list(let element): visitList(value, shape, element, path)
        case .map(let key, let element): visitMap(value, shape, key, element, path)
        case .structure(_, let members): visitStructure(value, members, path)
        }
    }

    private mutating func visitStructure(_ value: JSONValue, _ members: [Shape.Member], _ path: String) {
        let prefix = path.isEmpty ? "" : path + "."
        for member in path.isEmpty ? wording.ordered(members) : members {
            let place = prefix + Self.lowerFirst(member.name)
            if let value = value[member.name], !value.isNull {
                visit(value, member.shape, place)
            } else if member.isRequired {
                add("Value null at '\(place)' failed to satisfy constraint: Member must not be null")
            }
        }
    }

    private mutating func visitList(_ value: JSONValue, _ shape: Shape, _ element: Shape, _ path: String) {
        let elements = value.arrayValue ?? []
        checkLength(elements.count, shape, value, path)
        for (index, value) in elements.enumerated() where !value.isNull {
            visit(value, element, "\(path).\(index + 1).member")
        }
    }

    private mutating func visitMap(
        _ value: JSONValue, _ shape: Shape, _ key: Shape, _ element: Shape, _ path: String
    ) {
        guard let object = value.objectValue else { return }
        checkLength(object.count, shape, value, path)
        if object.names.contains(where: { !Self.holds(.string($0), key) }) {
            add(value, path, "Map keys must satisfy constraint: [\(Self.rules(of: key).joined(separator: ", "))]")
        }
        if case .list = element.kind,
            object.members.contains(where: { !element.isWithin($0.value.arrayValue?.count ?? 0) })
        {
            add(value, path, "Map value must satisfy constraint: [\(Self.rules(of: element).joined(separator: ", "))]")
        }
        for (name, value) in object.members where !value.isNull {
            if case .list(let inner) = element.kind {
                for (index, value) in (value.arrayValue ?? []).enumerated() where !value.isNull {
                    visit(value, inner, "\(path).\(name).member.\(index + 1).member")
                }
            } else {
                visit(value, element, "\(path).\(name).member")
            }
        }
    }

    private mutating func visitString(_ value: JSONValue, _ shape: Shape, _ path: String) {
        guard let text = value.stringValue else { return }
        for constraint in shape.violations(of: text) {
            if case .choice = constraint, let violation = wording.choice(at: path) { return add(violation) }
            add(constraint, value, path)
        }
    }

    private mutating func visitTableName(_ value: JSONValue, _ path: String) {
        guard let text = value.stringValue else { return }
        if text.isEmpty, wording.reportsEmptyNamesOnce { return add(.lengthAtLeast(1), value, path) }
        for constraint in Shape.ofTable(text).violations(of: text) { add(constraint, value, path) }
    }

    private mutating func visitNumber(_ value: JSONValue, _ shape: Shape, _ path: String) {
        guard let number = value.numberValue.map(WireObject.integer) else { return }
        if let constraint = shape.violated(value: number) { add(constraint, value, path) }
    }

    private mutating func checkLength(_ count: Int, _ shape: Shape, _ value: JSONValue, _ path: String) {
        if let constraint = shape.violated(length: count) { add(constraint, value, path) }
    }

    /// Adds a violation, in the words that this place has.
    private mutating func add(_ constraint: Constraint, _ value: JSONValue, _ path: String) {
        switch constraint {
        case .lengthAtLeast where wording.isLeftToTheOperation(path): break
        case .lengthAtLeast, .lengthAtMost, .valueAtLeast:
            guard let place = wording.place(path) else { return add(value, path, constraint.rule) }
            add(constraint.violation(at: place))
        case .valueAtMost, .pattern, .choice: add(value, path, constraint.rule)
        }
    }

    private mutating func add(_ value: JSONValue, _ path: String, _ rule: String) {
        add(Constraint.violation(of: rule, at: path, value: Self.shown(value)))
    }

    private mutating func add(_ violation: String) {
        if violations.count < Self.limit { violations.append(violation) }
    }
}

extension ConstraintCheck {
    private static func holds(_ value: JSONValue, _ shape: Shape) -> Bool {
        (try? TypeCheck.accepts(value, shape, .element)) ?? false
    }

    /// The rules of a map's keys or values in the order of the service's messages.
    private static func rules(of shape: Shape) -> [String] {
        if case .tableName = shape.kind { return rules(of: ServiceModel.tableName) }
        var rules: [String] = []
        if let max = shape.max { rules.append(Constraint.lengthAtMost(max).rule) }
        if let min = shape.min { rules.append(Constraint.lengthAtLeast(min).rule) }
        if case .string(let pattern?, _) = shape.kind {
            rules.append(Constraint.pattern(pattern.text).rule)
        }
        return rules
    }

    /// A value as a message shows it: names and settings whole; what may hold items only by its kind, since items do
    /// not belong into messages and logs.
    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let truth): return truth ? "true" : "false"
        case .number(let number): return String(WireObject.integer(number))
        case .string(let text): return text
        case .array(let elements):
            let isPlain = elements.allSatisfy { $0.objectValue == nil && $0.arrayValue == nil }
            return isPlain ? "[\(elements.map(shown).joined(separator: ", "))]" : "[…]"
        case .object(let object): return "{\(object.names.map { "\($0)=…" }.joined(separator: ", "))}"
        }
    }

    private static func lowerFirst(_ name: String) -> String {
        guard let first = name.first else { return name }
        return first.lowercased() + name.dropFirst()
    }
}
