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

    /// Counts a row that was copied, and reports each time that ``interval`` rows were.
    func count() {
        rows += 1
        if rows % Self.interval == 0 { report?(.copied(rows: rows, of: max(total, rows))) }
    }
}
