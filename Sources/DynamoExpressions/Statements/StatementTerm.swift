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
        /// A sign before what is not a number.
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
