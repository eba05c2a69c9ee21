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

/// The table that a statement names, and the index that it reads.
package struct StatementSource: Sendable, Equatable {
    /// The table's name.
    package var table: String
    /// The index's name; nil for the table itself.
    package var index: String?
}

/// A part of an item with the name that it has in the answer.
package struct NamedPath: Sendable {
    /// The last part of the path as it is written: `z` of `m.z`, `k[0]` of `m.k[0]`.
    package let name: String
    /// Where the value is.
    package let path: DocumentPath
}

/// An attribute by which a read is ordered.
package struct StatementOrder: Sendable {
    /// The attribute.
    package let name: String
    /// Whether the greatest comes first.
    package let isDescending: Bool
}

/// Why a text is no statement that could be carried out.
package struct StatementError: Error, Sendable {
    /// The error in the service's words.
    package let error: DynamoDBError
    /// What the statement reads, as far as it is known: some tables are refused before the text.
    package let source: StatementSource?
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

/// Parsed statements by their text; see ``TextCache``. Safe to share.
package final class StatementCache: Sendable {
    /// The cache of the process.
    package static let shared = StatementCache()

    private let texts = TextCache<Bool, ParsedStatement>(generationSize: 128 * 1024, longestText: 2048)

    /// An empty cache.
    package init() {}

    /// How many statements it holds.
    package var count: Int { texts.count }

    /// The parsed form of a text; what cannot be parsed is not kept.
    package func parsed(_ text: String) throws(StatementError) -> ParsedStatement {
        try texts.parsed(text, true) { () throws(StatementError) in try StatementLowering.parse(text) }
    }
}
