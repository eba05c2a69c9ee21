/// What happens while a file of an older version is upgraded.
public enum UpgradeEvent: Sendable, Equatable {
    /// The new file is being made.
    case began(from: Int, to: Int)
    /// So many of about so many rows are in the new file.
    case copied(rows: Int, of: Int)
    /// The new file has taken the old one's place; the old one is kept as `backup`.
    case finished(from: Int, to: Int, backup: String)
}

/// Reports how far an upgrade is.
final class UpgradeProgress {
    /// About how many rows there are.
    var total = 0
    private var rows = 0
    private let report: (@Sendable (UpgradeEvent) -> Void)?
    let from: Int

    /// Rows between two reports.
    private static let interval = 50_000

    init(from: Int, _ report: (@Sendable (UpgradeEvent) -> Void)?) {
        self.from = from
        self.report = report
    }

    /// Counts one row.
    func count() {
        rows += 1
        if rows % Self.interval == 0 { report?(.copied(rows: rows, of: max(total, rows))) }
    }
}
