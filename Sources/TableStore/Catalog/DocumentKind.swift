/// What the documents of a file are of. The texts are written into files: none is ever used for another kind.
package enum DocumentKind: String, Sendable {
    /// A stream of a table; see ``StreamDefinition``. It outlives its table.
    case stream
    /// What is kept of a removed table; see ``DroppedTable``.
    case droppedTable
    /// An export, with how it ended. It outlives its table.
    case export
    /// An import, with how it ended. It outlives its table.
    case tableImport
    /// How far an import under way is, apart from its request, which may be long; the name is the import's.
    case importProgress
    /// What was measured in a minute of the tables' operations; the name is the minute.
    case metrics
}
