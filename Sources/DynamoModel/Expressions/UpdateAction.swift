/// One change of an update.
package struct UpdateAction: Sendable, Equatable {
    /// The clauses of an update.
    package enum Section: String, Sendable, CaseIterable {
        case set = "SET"
        case remove = "REMOVE"
        case add = "ADD"
        case delete = "DELETE"
    }

    /// The clause that the change stands in.
    package var section: Section
    /// What is changed: a place in the table of paths.
    package var path: Int
    /// What it is changed with; nil for `REMOVE`.
    package var operand: Operand?

    /// A change of the path at this place of the tree's table of paths.
    package init(section: Section, path: Int, operand: Operand?) {
        self.section = section
        self.path = path
        self.operand = operand
    }
}
