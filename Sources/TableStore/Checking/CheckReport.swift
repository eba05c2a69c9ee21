import DynamoModel

/// What ``TableEngine/check(progress:)`` found.
public struct CheckReport: Sendable, Equatable {
    /// Something that is not as it should be.
    public struct Finding: Sendable, Equatable, CustomStringConvertible {
        /// The table, or empty for the file as a whole.
        public var table: String
        /// The index, when it is one.
        public var index: String?
        /// The row, when it is one.
        public var row: Row?
        /// What is wrong; never with values of items.
        public var problem: String

        /// `table, index name, row: problem`, as one line of `lexi table check`.
        public var description: String {
            var place = index.map { "\(table), index \($0)" } ?? (table.isEmpty ? "the file" : table)
            if let row { place += ", \(row)" }
            return "\(place): \(problem)"
        }
    }

    /// Which row: enough to find it, and nothing of what it holds.
    public struct Row: Sendable, Equatable, CustomStringConvertible {
        /// Whether it is a table's own row or one of an index.
        public enum Kind: String, Sendable {
            /// A row of the table.
            case item
            /// A row of the index.
            case entry
        }

        /// Whether the row is an item or an index's entry.
        public var kind: Kind
        /// Its place among the rows of its kind in the order of their keys, from 1, as the check met them. Rows that
        /// come and go move it.
        public var ordinal: Int
        /// The first bytes of its key in hexadecimal digits. They are a hash: a key's own bytes would be values.
        public var keyStart: String
        /// The key of the item, as far as the row's key can be decoded: with it the item can be put again or deleted.
        /// It is no part of ``description``, since it holds values.
        public var key: Item?
        /// The row's key as it is stored.
        var bytes = KeyBytes()

        /// `item 3 (key 0a1b…)`: the kind, the ordinal, the first bytes of the key.
        public var description: String { "\(kind.rawValue) \(ordinal) (key \(keyStart)…)" }
    }

    /// At most ``maximumFindings``.
    public var findings: [Finding] = []
    /// How many items were read and verified.
    public var items = 0
    /// How many index entries were read and verified.
    public var indexEntries = 0

    /// More findings than this are not listed.
    public static let maximumFindings = 1000

    /// Whether the check found nothing that is wrong.
    public var isSound: Bool { findings.isEmpty }
}
