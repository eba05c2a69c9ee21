import DynamoModel
import EmbeddedDynamoDB
import TableStore

extension Command {
    private static let acceptLostTail = Option(
        "accept-lost-tail", nil, "give up the commits after the break of a damaged write-ahead log")

    /// `lexi table repair`: mends an embedded table's file.
    static let tableRepair = Command(
        "repair", "Mend a damaged file of an embedded table.",
        discussion: """
            Works on a file that no other process uses. A write-ahead log that is damaged keeps the file from being
            opened, since acknowledged writes after the break would be lost: with --accept-lost-tail they are given up.
            The log is kept as it was beside the file, under a name that ends with .damaged-1.

            Then everything is checked. An index in which something is wrong is filled again from its table, and wrong
            numbers of items and sizes are set right. Items are never changed: what is damaged in them is listed.

            Exit status 0: all is sound; 1: something is not, and what is listed.
            """,
        options: Settings.storage + [acceptLostTail]
    ) { arguments, terminal in
        try arguments.noOperands()
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.requireDatabase()
        try repairLog(folder, acceptsLoss: try arguments.isOn(acceptLostTail), terminal)
        return try await repairTables(arguments, terminal)
    }

    private static func repairTables(_ arguments: Arguments, _ terminal: Terminal) async throws -> Int32 {
        let engine = try LocalTable.existing(arguments, isReadOnly: false).engine
        let report: RepairReport
        do { report = try await engine.repair() } catch {
            await engine.close()
            throw CommandFailure("the repair stopped: \(error.message)")
        }
        try await engine.closeForGood()
        for index in report.filledIndexes { terminal.complain("Filled again: \(index).") }
        if report.counters > 0 { terminal.complain("Set right: \(report.counters) numbers of items and sizes.") }
        for finding in report.after.findings { terminal.print(finding.description) }
        terminal.complain(
            report.after.isSound ? "All is sound." : "What cannot be mended: \(report.after.findings.count).")
        return report.after.isSound ? 0 : 1
    }

    private static func repairLog(_ folder: DataFolder, acceptsLoss: Bool, _ terminal: Terminal) throws {
        let repair: LogRepair?
        do { repair = try LogRepair.run(path: folder.database, acceptsLoss: acceptsLoss) } catch {
            guard case .damagedLog = error else { throw CommandFailure("\(error)") }
            throw CommandFailure("\(error). Nothing was changed; --accept-lost-tail gives them up")
        }
        guard let repair else { return terminal.complain("The write-ahead log is whole.") }
        let damage = repair.damage
        terminal.complain(
            damage.losesNothing
                ? "The write-ahead log was damaged; everything in it was in the file already, so that nothing is lost."
                : "The write-ahead log was cut after \(damage.keptFrames) frames with \(damage.keptCommits) commits; "
                    + "\(damage.lostFrames) frames with at least \(damage.lostCommits) commits are given up.")
        terminal.complain("The log as it was is kept in \(repair.copy).")
        if repair.leavesLaterPages {
            terminal.complain("Some later pages are in the file already: run 'lexi table check' before you go on.")
        }
    }
}
