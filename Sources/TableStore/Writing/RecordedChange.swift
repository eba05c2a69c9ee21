/// One change of an item, as the log of changes keeps it.
package struct RecordedChange: Sendable, Equatable {
    /// What happened to the item. The numbers are written into files.
    package enum Kind: Int, Sendable {
        /// No item had the key before.
        case insert = 1
        /// It was replaced by another state of it.
        case modify = 2
        /// The item was removed; there is no new row.
        case remove = 3
    }

    /// Which states of an item a log keeps besides its key.
    package struct Images: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// The item before the change.
        package static let old = Images(rawValue: 1)
        /// The item after the change.
        package static let new = Images(rawValue: 2)
        /// No further change is recorded; the recording only keeps what is there.
        package static let ended = Images(rawValue: 4)
    }

    /// Its place among all changes of the file, from 1, without gaps.
    package let sequence: Int
    /// The table's number, see ``TableInfo/id``.
    package let storage: Int
    /// When it was made: milliseconds since 1970, never less than that of an earlier change.
    package let time: Int
    package let cause: ChangeCause
    package let kind: Kind
    /// The encoded key of the item's row.
    package let key: KeyBytes
    /// The row before, byte for byte; nil when there was none, it was not asked for, or it was damaged.
    package let old: [UInt8]?
    /// The row after, byte for byte; nil for a removal, or when nobody asked for new rows.
    package let new: [UInt8]?
}
