import DynamoExpressions
import DynamoModel
import TableStore

/// The key of the one item that a statement is about, which its `WHERE` fixes.
struct StatementKey {
    /// The attributes of the key.
    let key: Item
    /// What the statement asks beside them.
    let rest: [ConditionNode]

    /// Reads the key out of the conditions that all have to hold.
    ///
    /// - Returns: nil when an attribute of the key has no equality.
    /// - Throws: `validation` for a value of another type, or two values.
    init?(_ statement: ParsedStatement, _ bindings: Bindings, _ layout: KeyLayout) throws(EngineFault) {
        var key = Item()
        var rest: [ConditionNode] = []
        for node in statement.condition?.conjunction ?? [] {
            guard case .compare(.equal, let left, let right) = node,
                let (name, value) = bindings.equality(left, right), let part = layout.part(name)
            else {
                rest.append(node)
                continue
            }
            guard part.hasType(of: value) else { throw .keyTypeMismatch(name) }
            if let known = key[name], known != value {
                throw .validation(
                    "Multiple conditions on same key \(name). Only single item Update/Insert/Delete are supported")
            }
            key[name] = value
        }
        guard key.count == layout.count else { return nil }
        self.key = key
        self.rest = rest
    }
}

extension ConditionNode {
    /// The conditions that all have to hold.
    var conjunction: [ConditionNode] {
        guard case .all(let nodes) = self else { return [self] }
        return nodes.flatMap(\.conjunction)
    }

    /// One condition of several that all have to hold; nil of none.
    static func joined(_ nodes: [ConditionNode]) -> ConditionNode? {
        nodes.count > 1 ? .all(nodes) : nodes.first
    }
}

extension Bindings {
    /// An attribute of the item and a value that are compared, whichever comes first.
    func equality(_ left: Operand, _ right: Operand) -> (name: String, value: AttributeValue)? {
        switch (left, right) {
        case (.path(let path), .value(let value)), (.value(let value), .path(let path)):
            paths[path].isTopLevel ? (paths[path].root, values[value]) : nil
        default: nil
        }
    }

    /// The attribute of the item that an operand is.
    func attribute(_ operand: Operand) -> String? {
        guard case .path(let path) = operand, paths[path].isTopLevel else { return nil }
        return paths[path].root
    }

    /// The value that an operand is, whatever the item is.
    func value(_ operand: Operand) -> AttributeValue? {
        guard case .value(let value) = operand else { return nil }
        return values[value]
    }
}

extension KeyLayout {
    /// The part of the key that is this attribute.
    func part(_ name: String) -> KeyPart? { parts.first { $0.name.hasSameBytes(as: name) } }
}

extension EngineFault {
    static func keyTypeMismatch(_ name: String) -> EngineFault {
        .validation("Key attribute's data type should match its data type in table's schema: Key \(name)")
    }
}
