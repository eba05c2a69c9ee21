import Synchronization
import TableTransfer

extension Command {
    private static let itemsOnly = Option(
        "items-only", nil, "compare the items alone, not keys, indexes, expiry and the tables' other settings")
    private static let values = Option("values", nil, "show the values of the attributes that differ, too")
    private static let limit = Option(
        "limit", "N", environment: "LEXI_DIFF_LIMIT", default: "100", "differences to show; 0 for all of them")

    /// `lexi table diff`: what differs between two tables.
    static let tableDiff = Command(
        "diff", "Compare two tables: their settings, and item by item.",
        discussion: """
            \(TransferPlace.help)

            Shows a line for each difference: '-' and the key of an item that only --from has, '+' and the key of one
            that only --to has, '~' with key and attribute names of one that differs. Writes meanwhile may be shown
            as differences. Before them comes a line for each setting of the tables that differs: '~', its name,
            and both (key, indexes, billing, limits, expiry, stream, protection, class, encryption). The items of
            tables with different keys are not compared.

            Exit status, as of diff: 0: the same; 1: they differ; 2: something stopped it, or the command line was not
            understood; 128 and the signal's number: a signal did.
            """,
        options: TransferPlace.options + [itemsOnly, values, limit, TransferSettings.segments]
    ) { arguments, terminal in
        try arguments.noOperands()
        let segments = try arguments.segments()
        let most = try arguments.integer(limit, in: 0...Int.max) ?? 0
        let (showsValues, skipsSettings) = (try arguments.isOn(values), try arguments.isOn(itemsOnly))
        let (from, to) = (try TransferPlace.source(arguments), try TransferPlace.target(arguments))
        let sides: TransferSides
        do { sides = try await TransferSides.open(from, to, terminal) } catch let error
            as CommandFailure
        {
            terminal.complain("lexi table diff: \(error.message)")
            return 2
        }
        let diff = TableDiff(
            sides.first, sides.second, segments: segments, cores: TransferSettings.cores, itemsOnly: skipsSettings)
        let shown = Shown()
        let status = try await TransferRun.run("lexi table diff", terminal, failure: 2, onStop: "Not all was compared.")
        {
            meter in
            let summary = try await diff.run(meter: meter) { difference in
                guard shown.take(most) else { return }
                terminal.print(difference.description)
                if showsValues { for line in difference.values { terminal.print(line) } }
            }
            terminal.complain(text(summary))
            return summary.isSame ? 0 : 1
        }
        try await sides.close()
        return status
    }

    private static func text(_ summary: TableDiff.Summary) -> String {
        guard !summary.isSame else { return "The same: \(summary.same) items." }
        let settings = summary.settings > 0 ? "\(summary.settings) settings, " : ""
        guard summary.comparesItems else { return "They differ: \(settings)and no items were compared." }
        return "They differ: \(settings)\(summary.removed) items only in --from, \(summary.added) only in --to, "
            + "\(summary.changed) changed, \(summary.same) the same."
    }

    /// Counts what is shown.
    private final class Shown: Sendable {
        private let count = Mutex(0)

        /// Whether one more may be shown.
        func take(_ most: Int) -> Bool {
            count.withLock { count in
                count += 1
                return most == 0 || count <= most
            }
        }
    }
}
