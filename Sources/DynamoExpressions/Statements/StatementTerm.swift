import DynamoModel

/// A term of a statement as it is written, before anything is known of what it may be used for.
struct StatementTerm {
    /// The kinds of terms.
    indirect enum Kind {
        /// Text, `true`, `false` or `null`.
        case value(AttributeValue)
        /// A number with its signs.
        case number(String)
        /// A `?`, counted from 0.
        case parameter(Int)
        /// A path into an item.
        case path(DocumentPath)
        /// `[ … ]`, or what stands in parentheses after `IN`.
        case list([StatementTerm])
        /// `<< … >>`.
        case bag([StatementTerm])
        /// `{ … }`.
        case map([(name: String, value: StatementTerm)])
        /// A function by its name in lower case.
        case call(String, [StatementTerm])
        /// A sign before what is no number.
        case signed(StatementTerm)
        /// `NOT`.
        case not(StatementTerm)
        /// Terms joined with `AND`.
        case all([StatementTerm])
        /// Terms joined with `OR`.
        case any([StatementTerm])
        /// A comparison.
        case compare(Comparator, StatementTerm, StatementTerm)
        /// A sum or difference.
        case arithmetic(Arithmetic, StatementTerm, StatementTerm)
        /// `BETWEEN`.
        case between(StatementTerm, StatementTerm, StatementTerm)
        /// `IN`.
        case member(StatementTerm, StatementTerm)
        /// `IS` with the types that it means, by their short names; none of them is `MISSING`.
        case hasType(StatementTerm, [String]?)
        /// An operator that the service does not have, by the name of its node.
        case unsupported(String)
        /// A statement: the whole text, or what `EXISTS` is asked of.
        case statement(StatementClauses)
    }

    var kind: Kind
    /// Its first token.
    var token: Token
}

/// The clauses of a statement as they are written.
struct StatementClauses {
    /// What the statement does.
    enum Verb {
        case select
        case insert
        case update
        case delete
    }

    /// `SET` and `REMOVE`.
    struct Change {
        var path: DocumentPath
        /// The place of the path.
        var token: Token
        /// What is assigned; nil for `REMOVE`.
        var value: StatementTerm?
    }

    /// A name of `ORDER BY`.
    struct Order {
        var term: StatementTerm
        var isDescending: Bool
    }

    var verb: Verb
    /// The parts of the source's name.
    var source: [String] = []
    /// What is selected; nil for `*`.
    var projection: [StatementTerm]?
    var condition: StatementTerm?
    var order: [Order] = []
    var item: StatementTerm?
    var changes: [Change] = []
    var returning: StatementReturning?
    /// Why the statement is refused once it has been read as a whole: what its text alone tells.
    var refusal: String?
}

/// `RETURNING`: what a write answers with.
package struct StatementReturning: Sendable, Equatable {
    /// `MODIFIED` rather than `ALL`.
    package var isModifiedOnly: Bool
    /// `NEW` rather than `OLD`.
    package var isNew: Bool

    /// The clause as the service writes it.
    var text: String { "RETURNING \(isModifiedOnly ? "MODIFIED" : "ALL") \(isNew ? "NEW" : "OLD") *" }

    /// The values that an update returns.
    package var returnValues: ReturnValues {
        switch (isModifiedOnly, isNew) {
        case (false, false): .allOld
        case (false, true): .allNew
        case (true, false): .updatedOld
        case (true, true): .updatedNew
        }
    }
}
