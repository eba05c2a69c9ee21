import DynamoModel

/// The expressions of one request, which share names and values.
///
/// Ask for each expression in the order in which the operation checks them, then call ``finish(supporting:)``.
/// Everything is checked here that needs no item, as the service does before it reads one. Parsed texts come from a
/// cache that all requests share, so that a text known from before costs only its placeholders.
public struct RequestExpressions {
    private let names: [String: String]
    private let values: [String: AttributeValue]
    private let parameters: ExpressionParameters
    private let cache: ExpressionCache
    private var usedNames: Set<String> = []
    private var usedValues: Set<String> = []
    private var kinds: [ExpressionKind] = []

    /// The expressions of a request with these placeholders.
    public init(_ parameters: ExpressionParameters) { self.init(parameters, cache: .shared) }

    package init(_ parameters: ExpressionParameters, cache: ExpressionCache) {
        self.parameters = parameters
        self.names = parameters.names ?? [:]
        self.values = parameters.values ?? [:]
        self.cache = cache
    }

    /// A `ConditionExpression`.
    ///
    /// - Throws: a validation error in the service's words, as the other expressions do.
    public mutating func condition(_ expression: Expression) throws(DynamoDBError) -> Condition {
        try condition(expression, .condition)
    }

    /// A `FilterExpression`. That it does not name key attributes is for the query to check.
    public mutating func filter(_ expression: Expression) throws(DynamoDBError) -> Condition {
        try condition(expression, .filter)
    }

    /// A `KeyConditionExpression` for a table or index with this key, whose attributes have these types.
    public mutating func keyCondition(
        _ expression: Expression, schema: [KeySchemaElement], types: [AttributeDefinition]
    ) throws(DynamoDBError) -> KeyCondition {
        let condition = try keyCondition(expression)
        return try KeyCondition(Self.attributeConditions(condition), schema: schema, types: types)
    }

    /// A `KeyConditionExpression`, before anything is known of the table.
    package mutating func keyCondition(_ expression: Expression) throws(DynamoDBError) -> Condition {
        try condition(expression, .keyCondition)
    }

    /// What a key condition asks of single attributes.
    package static func attributeConditions(_ condition: Condition) throws(DynamoDBError) -> [AttributeCondition] {
        var reader = KeyConditionReader(condition.bindings)
        try reader.read(condition.node)
        return reader.conditions
    }

    /// An `UpdateExpression`. That it leaves the key alone is for ``Update/check(keyAttributes:)``.
    public mutating func update(_ expression: Expression) throws(DynamoDBError) -> Update {
        try reported(as: .update, expression) { (bound) throws(ExpressionError) in
            try Self.update(bound, isLegacy: expression.legacyParameter != nil)
        }
    }

    /// An `UpdateExpression` for a table with these key attributes, which no update can touch.
    public mutating func update(
        _ expression: Expression, keyAttributes: [String]
    ) throws(DynamoDBError) -> Update {
        let update = try update(expression)
        try update.check(keyAttributes: keyAttributes)
        return update
    }

    /// A `ProjectionExpression`.
    public mutating func projection(_ expression: Expression) throws(DynamoDBError) -> ProjectionPaths {
        try reported(as: .projection, expression) { (bound) throws(ExpressionError) in
            let order = try PathOrder(bound.bindings.paths) { bound.offset(ofPath: $0) }
            return ProjectionPaths(bound.bindings.paths, order: order)
        }
    }

    /// Checks that every placeholder was used.
    ///
    /// - Parameter kinds: the expressions that the operation knows; the message names them when values come without
    ///   any.
    /// - Throws: a validation error for names or values that no expression uses, or that come without an expression.
    public func finish(supporting kinds: [ExpressionKind] = []) throws(DynamoDBError) {
        try checkHasExpression(kinds)
        try Self.checkUsed(names, usedNames, "ExpressionAttributeNames")
        try Self.checkUsed(values, usedValues, "ExpressionAttributeValues")
    }
}

// MARK: - Parsing and binding

extension RequestExpressions {
    /// An expression with its tables.
    private struct Bound {
        let root: ExpressionTree.Root
        let bindings: Bindings
        /// The text that it was read from; nil for a tree.
        let text: ParsedExpression?

        func offset(ofPath place: Int) -> Int { text?.paths[place].offset ?? place }
    }

    private mutating func condition(
        _ expression: Expression, _ kind: ExpressionKind
    ) throws(DynamoDBError) -> Condition {
        try reported(as: kind, expression) { (bound) throws(ExpressionError) in
            guard case .condition(let node) = bound.root else { throw ExpressionError(.empty, at: 0) }
            try OperandChecks(text: bound.text, bindings: bound.bindings).check(node)
            return Condition(node, bound.bindings)
        }
    }

    private static func update(_ bound: Bound, isLegacy: Bool) throws(ExpressionError) -> Update {
        guard case .update(let actions) = bound.root else { throw ExpressionError(.empty, at: 0) }
        let touched = actions.map { bound.bindings.paths[$0.path] }
        let order = try PathOrder(touched) { bound.offset(ofPath: actions[$0].path) }
        let checks = OperandChecks(text: bound.text, bindings: bound.bindings)
        // The operands of ADD and DELETE are checked before the functions of SET.
        for action in actions where action.section != .set { try checks.check(action) }
        for action in actions where action.section == .set { try checks.check(action) }
        return Update(actions, bound.bindings, order: order, touchedPaths: touched, isLegacy: isLegacy)
    }

    /// Binds an expression, and makes something of it; what goes wrong is worded for the kind.
    private mutating func reported<Result>(
        as kind: ExpressionKind, _ expression: Expression, _ make: (Bound) throws(ExpressionError) -> Result
    ) throws(DynamoDBError) -> Result {
        // The placeholders themselves are checked once, before the first expression.
        if kinds.isEmpty { try parameters.check() }
        kinds.append(kind)
        do throws(ExpressionError) {
            switch expression {
            case .text(let text):
                let parsed = try cache.parsed(text, kind)
                return try make(Bound(root: parsed.root, bindings: try bind(parsed), text: parsed))
            case .tree(let tree):
                let bindings = Bindings(paths: tree.paths, values: tree.values)
                return try make(Bound(root: tree.root, bindings: bindings, text: nil))
            }
        } catch {
            throw error.dynamoDBError(in: kind)
        }
    }

    private mutating func bind(_ parsed: ParsedExpression) throws(ExpressionError) -> Bindings {
        let paths: [DocumentPath]
        if let fixed = parsed.fixedPaths { paths = fixed } else { paths = try resolve(parsed.paths) }
        var bound: [AttributeValue] = []
        bound.reserveCapacity(parsed.values.count)
        for reference in parsed.values {
            guard let value = values[reference.placeholder] else {
                throw ExpressionError(.undefinedValue(reference.placeholder), at: reference.offset)
            }
            usedValues.insert(reference.placeholder)
            bound.append(value)
        }
        return Bindings(paths: paths, values: bound)
    }

    private mutating func resolve(_ references: [PathReference]) throws(ExpressionError) -> [DocumentPath] {
        var paths: [DocumentPath] = []
        paths.reserveCapacity(references.count)
        for reference in references {
            var missing = ""
            let path = reference.resolved { placeholder in
                guard let name = names[placeholder] else {
                    missing = placeholder
                    return nil
                }
                usedNames.insert(placeholder)
                return name
            }
            guard let path else { throw ExpressionError(.undefinedName(missing), at: reference.offset) }
            paths.append(path)
        }
        return paths
    }
}

// MARK: - Names and values

extension RequestExpressions {
    private func checkHasExpression(_ supported: [ExpressionKind]) throws(DynamoDBError) {
        if parameters.names != nil, kinds.isEmpty {
            throw .validation("ExpressionAttributeNames can only be specified when using expressions")
        }
        if parameters.values != nil, !kinds.contains(where: \.takesValues) {
            let absent = supported.filter(\.takesValues).map(\.rawValue)
            let which =
                absent.isEmpty
                ? "" : ": \(absent.joined(separator: " and ")) \(absent.count > 1 ? "are" : "is") null"
            throw .validation("ExpressionAttributeValues can only be specified when using expressions\(which)")
        }
    }

    private static func checkUsed<Value>(
        _ given: [String: Value], _ used: Set<String>, _ parameter: String
    ) throws(DynamoDBError) {
        // Only what an expression found among the given ones is counted as used.
        guard used.count < given.count else { return }
        let unused = given.keys.filter { !used.contains($0) }.sorted { $0.compareBytes(with: $1) < 0 }
        throw .validation(
            "Value provided in \(parameter) unused in expressions: keys: {\(unused.joined(separator: ", "))}")
    }
}

extension ExpressionParameters {
    /// Checks the placeholders themselves.
    fileprivate func check() throws(DynamoDBError) {
        if let names {
            try Self.check(names.keys, "#", "ExpressionAttributeNames")
            for (key, name) in names where name.utf8.count >= DynamoLimits.attributeNameSize || name.isEmpty {
                throw .validation(
                    "ExpressionAttributeNames contains invalid value: "
                        + (name.isEmpty
                            ? "Empty attribute name for key \(key)"
                            : "Attribute name is too large, must be less than 65536 bytes, key: \(key)"))
            }
        }
        if let values {
            try Self.check(values.keys, ":", "ExpressionAttributeValues")
            let size = values.reduce(0) { $0 + $1.key.utf8.count + $1.value.attributeSize }
            guard size <= DynamoLimits.expressionParametersSize else {
                throw .validation("ExpressionAttributeValues exceeds max size")
            }
        }
    }

    private static func check(
        _ keys: some Collection<String>, _ prefix: Character, _ parameter: String
    ) throws(DynamoDBError) {
        guard !keys.isEmpty else { throw .validation("\(parameter) must not be empty") }
        for key in keys where !isPlaceholder(key, prefix) {
            throw .validation("\(parameter) contains invalid key: Syntax error; key: \"\(key)\"")
        }
        for key in keys where key.utf8.count > ExpressionLimits.placeholderSize {
            throw .validation(
                "\(parameter) contains invalid key: The expression attribute map contains a key that is too long; "
                    + "size of key: \(key.utf8.count)")
        }
    }

    private static func isPlaceholder(_ key: String, _ prefix: Character) -> Bool {
        key.utf8.count > 1 && key.utf8.first == prefix.asciiValue && key.utf8.dropFirst().allSatisfy(Lexer.isWord)
    }
}
