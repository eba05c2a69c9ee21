import DynamoModel

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
    /// Why the statement is refused once it has been read as a whole: what its text alone shows.
    var refusal: String?
}
