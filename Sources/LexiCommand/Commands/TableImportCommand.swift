import RemoteDynamoDB
import TableTransfer

extension Command {
    /// `lexi table import`: the items of files into a table.
    static let tableImport = Command(
        "import", "Put the items of a file, or of an export to S3, into a table that is there.",
        discussion: """
            Reads lines of DynamoDB JSON, {"Item":{…}} or the item alone, or of Amazon Ion, $ion_1_0 {Item:{…}},
            compressed with gzip or not; and the folder of an export to S3: its manifest-files.json, with the data files
            in data/ next to it (or, of an incremental export, next to the folder), which are held against the checksums
            and counts of the manifests. Of lines with the same key the last one counts; the number and the checksum at
            the end are of items, as far as lines share one of the first 500000 keys.

            The lines of an incremental export, with Metadata, Keys and images, are applied to what the table holds, the
            last write of each item by its WriteTimestampMicros: its NewImage is put, and without one it is removed.
            Import the full export first, then the increments in the order of their times.

            Files are checked as a whole before the first item is put: bad lines are listed, and nothing is changed.
            Standard input comes only once: the lines before the first bad one are put, and it cannot be an
            incremental export. An import that was stopped can be repeated, with --merge unless it is of an increment.

            Exit status 0: done; 1: something stopped it; 128 and the signal's number: a signal did.
            """,
        options: Settings.storage + Settings.remote + [
            TransferSettings.input, TransferSettings.merge, TransferSettings.skipInvalid, TransferSettings.check,
            TransferSettings.rate,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        let input = try arguments.required(TransferSettings.input)
        var options = TableImport.Options()
        options.merges = try arguments.isOn(TransferSettings.merge)
        options.skipsInvalid = try arguments.isOn(TransferSettings.skipInvalid)
        options.checksOnly = try arguments.isOn(TransferSettings.check)
        options.limiter = try arguments.rateLimiter()
        let side = try TransferSide.open(arguments, terminal)
        let work = TableImport(into: side.table, options: options)
        let isCheck = options.checksOnly
        let status = try await TransferRun.run(
            "lexi table import", terminal,
            onStop: "Some items may have been put; repeat it with --merge (without, if it is of an incremental export)."
        ) { meter in
            // The puts of an import are the same puts when they are done twice.
            let (summary, isIncrement) = try await RemoteTable.withRepeatableWrites {
                let files = try ImportFiles(input)
                return (try await work.run(files, meter: meter), files.isIncrement)
            }
            for line in summary.firstSkipped { terminal.complain("Left out: \(line)") }
            terminal.complain(isIncrement ? changeText(summary, isCheck) : text(summary, isCheck: isCheck))
            return 0
        }
        try await side.close()
        return status
    }

    private static func text(_ summary: TableImport.Summary, isCheck: Bool) -> String {
        var text = "\(isCheck ? "Checked" : "Imported") \(summary.items)."
        if summary.replaced > 0 { text += " \(summary.replaced) more lines had the key of a later one." }
        if !summary.isExact {
            text += " Keys were compared with the first 500000 alone: later lines that share a key are counted each."
        }
        return text + skippedText(summary)
    }

    private static func changeText(_ summary: TableImport.Summary, _ isCheck: Bool) -> String {
        let puts = "\(summary.items) put, \(summary.removed) keys removed"
        var text = isCheck ? "Checked changes: \(puts) when applied." : "Applied changes: \(puts)."
        if summary.replaced > 0 { text += " \(summary.replaced) more lines were of an earlier write of the same key." }
        return text + skippedText(summary)
    }

    private static func skippedText(_ summary: TableImport.Summary) -> String {
        summary.skipped > 0 ? " \(summary.skipped) bad lines were left out." : ""
    }
}
