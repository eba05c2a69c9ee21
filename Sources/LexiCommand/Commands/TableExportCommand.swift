import TableTransfer

extension Command {
    /// `lexi table export`: a table's items as lines of a file.
    static let tableExport = Command(
        "export", "Write all items to a file, as lines of DynamoDB JSON or Amazon Ion.",
        discussion: """
            Each line is {"Item":{…}}, as DynamoDB's own export to S3 has it; in Amazon Ion, after $ion_1_0, when the
            file's name ends in .ion or .ion.gz. The file appears under its name when it is
            whole and on disk; until then it is called FILE.PID.part, which remains only after a killed export. Items
            that are written while the export runs may be in it or not.

            Exit status 0: done; 1: something stopped it, and there is no file; 128 and the signal's number: a signal did.
            """,
        options: Settings.storage + Settings.remote + [
            TransferSettings.output, TransferSettings.overwrite, TransferSettings.segments,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        let output = try arguments.required(TransferSettings.output)
        let (segments, overwrites) = (try arguments.segments(), try arguments.isOn(TransferSettings.overwrite))
        let side = try TransferSide.open(arguments, terminal)
        let export = TableExport(side.table, segments: segments, cores: TransferSettings.cores)
        let status = try await TransferRun.run("lexi table export", terminal, onStop: "No file was written.") { meter in
            let checksum = try await export.write(to: output, replaces: overwrites, meter: meter)
            terminal.complain("Exported \(checksum).")
            return 0
        }
        try await side.close()
        return status
    }
}
