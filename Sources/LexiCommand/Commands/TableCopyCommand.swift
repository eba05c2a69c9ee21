import RemoteDynamoDB
import TableTransfer

extension Command {
    /// `lexi table copy`: a table into another one.
    static let tableCopy = Command(
        "copy", "Copy a table into another one, and verify that both are the same.",
        discussion: """
            \(TransferPlace.help)

            A target table that is not there is made like the source: keys, indexes, billing, on-demand limits, stream,
            protection, class, labels, encryption where the key is of the target's account and region, and at the end
            its expiry. One that is there must have the same keys and be empty, and keeps its settings. The
            command reports in what the target differs from the source.

            How far it is stands in a file, which is removed when the copy is done. After an interruption of any kind,
            the same command with --resume goes on; each item comes out once, and whole. At the end both tables are read
            again, and compared by count and checksum, which shows writes to the source meanwhile.

            Exit status 0: copied and verified; 1: something stopped it, or the tables differ at the end; 128 and the
            signal's number: a signal did.
            """,
        options: TransferPlace.options + [
            TransferSettings.resume, TransferSettings.merge, TransferSettings.noCreate, TransferSettings.segments,
            TransferSettings.rate, TransferSettings.state,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        var options = TableCopy.Options()
        options.segments = try arguments.segments()
        options.cores = TransferSettings.cores
        options.limiter = try arguments.rateLimiter()
        options.creates = try !arguments.isOn(TransferSettings.noCreate)
        options.merges = try arguments.isOn(TransferSettings.merge)
        options.resumes = try arguments.isOn(TransferSettings.resume)
        let (from, to) = (try TransferPlace.source(arguments), try TransferPlace.target(arguments))
        let state = arguments.string(TransferSettings.state) ?? TransferPlace.stateFile(from, to)
        let chosen = options
        return try await TransferRun.run(
            "lexi table copy", terminal, onStop: "The same command with --resume goes on."
        ) { meter in
            let sides = try await TransferSides.open(from, to, terminal) { source in
                try await TableCopy.beginsAnew(from: source, state: state, options: chosen) && chosen.creates
            }
            let outcome = try await sides.using { sides in
                let copy = TableCopy(from: sides.first, to: sides.second, state: state, options: chosen)
                // A put that may have been done already is done again: it is the same put.
                return try await RemoteTable.withRepeatableWrites {
                    () async throws(TransferError) -> TableCopy.Outcome in
                    try await copy.run(meter: meter) { terminal.complain("Note: \($0).") }
                }
            }
            terminal.complain(text(outcome))
            guard case .verified = outcome else { return 1 }
            return 0
        }
    }

    private static func text(_ outcome: TableCopy.Outcome) -> String {
        switch outcome {
        case .verified(let checksum): "Copied and verified \(checksum)."
        case .sourceChanged(let copied, let now):
            "Copied \(copied); but the source was written to meanwhile, and has \(now). "
                + "'lexi table diff' shows what differs; stop the writers, and copy again with --merge."
        case .targetDiffers(let copied, let target):
            "Copied \(copied); but the target has \(target): somebody else writes to it, or the source was written to "
                + "while the copy was interrupted. 'lexi table diff' shows what differs."
        case .itemsDiffer(let count):
            "Copied; but \(count) items are missing in the target or differ: somebody else writes to it. "
                + "'lexi table diff' shows them."
        }
    }
}
