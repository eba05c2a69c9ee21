/// Writes the expressions of one request as text: trees with placeholders for all their names and values, which are
/// none of the request's own. A service that gets the text gives what the tree means, as long as its limits of text
/// allow it.
public struct ExpressionPrinter: Sendable {
    /// The request's placeholders with those of the trees that were printed.
    public private(set) var parameters: ExpressionParameters

    private let prefix: String
    private var count = 0
    private var placeholders: [ByteKey: String] = [:]

    /// A printer for a request with its own placeholders.
    public init(_ parameters: ExpressionParameters) {
        self.parameters = parameters
        let taken = Array((parameters.names ?? [:]).keys) + Array((parameters.values ?? [:]).keys)
        var prefix = "t_"
        while taken.contains(where: { $0.utf8.dropFirst().starts(with: prefix.utf8) }) { prefix += "_" }
        self.prefix = prefix
    }

    /// The text of an expression.
    public mutating func text(_ expression: Expression?) -> String? {
        switch expression {
        case nil: nil
        case .text(let text): text
        case .tree(let tree): text(tree)
        }
    }

    private mutating func text(_ tree: ExpressionTree) -> String {
        switch tree.root {
        case .condition(let node): text(node, tree, isInner: false)
        case .update(let actions): text(actions, tree)
        case .projection: tree.paths.indices.map { path(at: $0, tree) }.joined(separator: ", ")
        }
    }

    // MARK: Nodes

    private mutating func text(_ node: ConditionNode, _ tree: ExpressionTree, isInner: Bool) -> String {
        switch node {
        case .all(let nodes): return joined(nodes, " AND ", tree, isInner)
        case .any(let nodes): return joined(nodes, " OR ", tree, isInner)
        case .not(let node): return "NOT " + text(node, tree, isInner: true)
        case .compare(let comparator, let left, let right):
            return "\(text(left, tree)) \(comparator.rawValue) \(text(right, tree))"
        case .between(let operand, let lower, let upper):
            return "\(text(operand, tree)) BETWEEN \(text(lower, tree)) AND \(text(upper, tree))"
        case .member(let operand, let candidates): return "\(text(operand, tree)) IN (\(list(candidates, tree)))"
        case .function(let function, let operands): return "\(function.rawValue)(\(list(operands, tree)))"
        }
    }

    private mutating func joined(
        _ nodes: [ConditionNode], _ operation: String, _ tree: ExpressionTree, _ isInner: Bool
    ) -> String {
        let whole = nodes.map { text($0, tree, isInner: true) }.joined(separator: operation)
        return isInner ? "(\(whole))" : whole
    }

    private mutating func text(_ actions: [UpdateAction], _ tree: ExpressionTree) -> String {
        var clauses: [String] = []
        for section in UpdateAction.Section.allCases {
            let changes = actions.filter { $0.section == section }.map { text($0, tree) }
            if !changes.isEmpty { clauses.append("\(section.rawValue) \(changes.joined(separator: ", "))") }
        }
        return clauses.joined(separator: " ")
    }

    private mutating func text(_ action: UpdateAction, _ tree: ExpressionTree) -> String {
        let target = path(at: action.path, tree)
        guard let operand = action.operand else { return target }
        return "\(target) \(action.section == .set ? "= " : "")\(text(operand, tree))"
    }

    private mutating func text(_ operand: Operand, _ tree: ExpressionTree) -> String {
        switch operand {
        case .path(let place): path(at: place, tree)
        case .value(let place): placeholder(for: tree.values[place])
        case .call(let function, let operands): "\(function.rawValue)(\(list(operands, tree)))"
        case .arithmetic(let arithmetic, let left, let right):
            "\(text(left, tree)) \(arithmetic.rawValue) \(text(right, tree))"
        }
    }

    private mutating func list(_ operands: [Operand], _ tree: ExpressionTree) -> String {
        operands.map { text($0, tree) }.joined(separator: ", ")
    }

    // MARK: Placeholders

    private mutating func path(at place: Int, _ tree: ExpressionTree) -> String {
        var text = ""
        for element in tree.paths[place].elements {
            switch element {
            case .attribute(let name): text += (text.isEmpty ? "" : ".") + placeholder(forName: name)
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }

    private mutating func placeholder(forName name: String) -> String {
        if let known = placeholders[ByteKey(name)] { return known }
        let placeholder = next("#")
        placeholders[ByteKey(name)] = placeholder
        parameters.names = parameters.names ?? [:]
        parameters.names?[placeholder] = name
        return placeholder
    }

    private mutating func placeholder(for value: AttributeValue) -> String {
        let placeholder = next(":")
        parameters.values = parameters.values ?? [:]
        parameters.values?[placeholder] = value
        return placeholder
    }

    private mutating func next(_ sigil: String) -> String {
        defer { count += 1 }
        return "\(sigil)\(prefix)\(count)"
    }
}
