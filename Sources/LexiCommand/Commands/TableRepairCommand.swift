import DynamoModel
import EmbeddedDynamoDB
import TableStore

extension Command {
    private static let acceptLostTail = Option(
        "accept-lost-tail", nil, "give up the commits after the break of a damaged write-ahead log")

    private static let removeDamaged = Option(
        "remove-damaged", nil, "remove damaged items that cannot be made again; without it they are listed")

    /// `lexi table repair`: mends an embedded table's file.
    static let tableRepair = Command(
        "repair", "Mend a damaged file of an embedded table.",
        discussion: """
            Works on a file that no other process uses. A write-ahead log that is damaged keeps the file from being
            opened, since acknowledged writes after the break would be lost: with --accept-lost-tail they are given up.
            The log is kept as it was next to the file, under a name that ends with .damaged-1.

            Then pages are mended: one of which a bit was turned, by its checksum. When others are damaged, a new file is
            made of what can be read, which needs as much room again; the old one is kept next to it, under a name that
            ends with .damaged. Items on lost pages are made again from the log of changes where that has them; each
            other one is named by its key.

            Then the rows that say what the file holds are mended: one of which a byte is damaged by its checksum, others
            from the rest of the file. The command names each loss, with what to do about it. When the definition of a
            table or the names of attributes are lost, nothing is changed, and the way back is named: a copy of the file,
            or backups.

            Then everything is checked. Items of which one byte is damaged are made again; others are listed, or removed
            with --remove-damaged. An index in which something is wrong is filled again from its table, and wrong numbers
            of items and sizes are set right.

            Exit status 0: all is sound and nothing was lost; 1: something is not, and is listed.
            """,
        options: Settings.storage + [acceptLostTail, removeDamaged]
    ) { arguments, terminal in
        try arguments.noOperands()
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.requireDatabase()
        try repairLog(folder, acceptsLoss: try arguments.isOn(acceptLostTail), terminal)
        let isWhole = try repairFile(folder, terminal)
        let isSound = try await repairTables(arguments, terminal)
        return isWhole && isSound ? 0 : 1
    }

    /// Mends the file's own tables; false when something is lost.
    private static func repairFile(_ folder: DataFolder, _ terminal: Terminal) throws -> Bool {
        let repair: FileRepair
        do { repair = try FileRepair.run(path: folder.database) } catch { throw CommandFailure("\(error)") }
        for mended in repair.mended { terminal.complain("Made again: \(mended).") }
        for lost in repair.lost { terminal.print("Lost: \(lost).") }
        return repair.lost.isEmpty
    }

    private static func repairTables(_ arguments: Arguments, _ terminal: Terminal) async throws -> Bool {
        let removesItems = try arguments.isOn(removeDamaged)
        let engine = try LocalTable.existing(arguments, isReadOnly: false).engine
        let report: RepairReport
        do { report = try await engine.repair(removingDamagedItems: removesItems) } catch {
            await engine.close()
            throw CommandFailure("the repair stopped: \(error.message)")
        }
        try await engine.closeForGood()
        if report.mendedItems > 0 { terminal.complain("Made again: \(report.mendedItems) items.") }
        for item in report.removedItems { terminal.print("Removed: \(item).") }
        for index in report.filledIndexes { terminal.complain("Filled again: \(index).") }
        if report.counters > 0 { terminal.complain("Set right: \(report.counters) numbers of items and sizes.") }
        for finding in report.after.findings { terminal.print(finding.description) }
        terminal.complain(
            report.after.isSound ? "All is sound." : "What cannot be mended: \(report.after.findings.count).")
        return report.after.isSound
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
