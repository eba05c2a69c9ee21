/// What a task is, and of what.
package struct MaintenanceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The kinds of tasks. The numbers are written into files: none is ever used for another kind.
    package enum Kind: Int, Sendable {
        /// Fills an index from its table.
        case filling = 1
        /// Removes the rows of a storage that was dropped.
        case emptying = 2
        /// Removes transactions' tokens that have expired. One for the whole file.
        case tokenExpiry = 3
        /// Removes recorded changes that nobody needs any more. One for the whole file.
        case logTrimming = 4
        /// Lets go of what streams need no more, and closes shards that are old. One for the whole file.
        case streamUpkeep = 5
        /// Fills the index of times of a table whose items expire.
        case expiryFilling = 9
        /// Removes items whose time to live is over. One for the whole file.
        case itemExpiry = 10
        /// Removes entries of an index that lead to no item.
        case sweeping = 6
        /// Fills a table that is being restored.
        case restoring = 7
        /// Lets go of changes and removed tables that can be restored no more. One for the whole file.
        case recoveryUpkeep = 8
    }

    package let kind: Kind
    /// The storage; 0 for a task of the whole file.
    package let subject: Int

    package static func < (left: MaintenanceID, right: MaintenanceID) -> Bool {
        (left.kind.rawValue, left.subject) < (right.kind.rawValue, right.subject)
    }

    package var description: String {
        switch kind {
        case .filling: "filling index \(subject)"
        case .emptying: "emptying storage \(subject)"
        case .tokenExpiry: "removing expired tokens"
        case .logTrimming: "trimming the log of changes"
        case .streamUpkeep: "keeping streams in order"
        case .expiryFilling: "filling the index of times \(subject)"
        case .itemExpiry: "removing items whose time to live is over"
        case .restoring: "restoring table \(subject)"
        case .recoveryUpkeep: "keeping recovery windows"
        case .sweeping: "removing entries without items from index \(subject)"
        }
    }
}
