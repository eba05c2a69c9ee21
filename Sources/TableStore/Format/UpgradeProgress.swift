/// Reports how far an upgrade is.
final class UpgradeProgress {
    /// About how many rows there are.
    var total = 0
    private var rows = 0
    private var reportedBytes = 0
    private let options: StoreOptions

    init(_ options: StoreOptions) { self.options = options }

    /// Counts a row that was copied, and reports each time that ``StoreOptions/upgradeReportRows`` more were.
    func count() {
        rows += 1
        if rows % options.upgradeReportRows == 0 { options.onUpgrade?(.copied(rows: rows, of: max(total, rows))) }
    }

    /// Takes how many bytes of a file are copied, and reports each time that ``StoreOptions/upgradeReportBytes`` more
    /// are.
    func copied(_ bytes: Int, of total: Int) {
        guard bytes - reportedBytes >= options.upgradeReportBytes else { return }
        reportedBytes = bytes
        options.onUpgrade?(.copiedBytes(bytes, of: max(total, bytes)))
    }
}
