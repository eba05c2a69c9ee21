/// Why an item was changed. The numbers are written into files: none is ever used for another cause.
package enum ChangeCause: Int, Sendable {
    /// A client's request.
    case request = 1
    /// The item's time to live was over.
    case expiry = 2
    /// A table was restored from a backup or to a point in time.
    case restore = 3
    /// Items were imported from files.
    case bulkImport = 4
}
