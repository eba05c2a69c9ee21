import DynamoModel

/// A PartiQL statement in the nodes that all expressions have: what it reads or writes, and under which condition.
///
/// It is independent of the parameters, so that a text that comes again is parsed once.
package struct ParsedStatement: Sendable {
    /// What the statement does.
    package enum Action: Sendable {
        /// Reads items; nil for whole items, otherwise the parts by the names that they get.
        case select(projection: [NamedPath]?, order: [StatementOrder])
        /// Puts a new item: names, and the places of their values in the table of values.
        case insert([(name: String, value: Int)])
        /// Changes an item that is there.
        case update([UpdateAction], StatementReturning?)
        /// Removes an item.
        case delete(StatementReturning?)
        /// Asks whether an item that meets the condition is there: `EXISTS`.
        case check
    }

    /// A value of the statement: written in it, or a parameter by its place.
    enum Slot: Sendable {
        case literal(AttributeValue)
        case parameter(Int)
    }

    /// What the statement does.
    package let action: Action
    /// The table, and the index that is read.
    package let source: StatementSource
    /// The whole condition; nil when the statement has no WHERE.
    package let condition: ConditionNode?
    /// The order of an update's changed paths; nil for others.
    let changeOrder: PathOrder?
    let paths: [DocumentPath]
    let slots: [Slot]
    let parameterCount: Int
    /// Parameters that have to be sets, and what is said of others.
    let setParameters: [(slot: Int, message: String)]

    /// Whether it reads.
    package var isRead: Bool { if case .select = action { true } else { false } }

    /// The values of the statement for one request.
    ///
    /// - Throws: `validation` when there are more or fewer parameters than the statement has, or one has a type that it
    ///   cannot have where it stands.
    package func bound(_ parameters: [AttributeValue]) throws(DynamoDBError) -> Bindings {
        guard parameters.count == parameterCount else {
            throw .validation("Number of parameters in request and statement don't match.")
        }
        var values: [AttributeValue] = []
        values.reserveCapacity(slots.count)
        for slot in slots {
            switch slot {
            case .literal(let value): values.append(value)
            case .parameter(let place): values.append(parameters[place])
            }
        }
        for (slot, message) in setParameters where !values[slot].isSet { throw .validation(message) }
        let bindings = Bindings(paths: paths, values: values)
        do throws(ExpressionError) {
            let checks = OperandChecks(text: nil, bindings: bindings)
            if let condition { try checks.check(condition) }
            if case .update(let actions, _) = action { for action in actions { try checks.check(action) } }
        } catch {
            throw .validation(error.kind.message)
        }
        return bindings
    }

    /// The update of a statement that is one.
    package func update(_ bindings: Bindings) -> Update? {
        guard case .update(let actions, _) = action, let changeOrder else { return nil }
        return Update(
            actions, bindings, order: changeOrder, touchedPaths: actions.map { bindings.paths[$0.path] })
    }
}

extension AttributeValue {
    /// Whether it is a set.
    var isSet: Bool {
        switch self {
        case .ss, .ns, .bs: true
        default: false
        }
    }
}
