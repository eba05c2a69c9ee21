import Glibc
import TableTransfer

/// Settings of the commands that move items.
enum TransferSettings {
    static let output = Option(
        "output", "FILE", environment: "LEXI_EXPORT_OUTPUT",
        "the file to write, compressed when its name ends in .gz, Ion when in .ion or .ion.gz; '-' for standard output")
    static let overwrite = Option("overwrite", nil, "replace the file if it is there")
    static let input = Option(
        "input", "PATH", environment: "LEXI_IMPORT_INPUT",
        "a file of lines, plain or gzip, the folder of an export to S3, or '-' for standard input")
    static let merge = Option(
        "merge", nil, "take a table that holds items: those with the same keys are replaced, all others stay")
    static let skipInvalid = Option("skip-invalid", nil, "leave bad lines out, and say how many there were")
    static let check = Option("check", nil, "read and check the files, and change nothing")
    static let resume = Option(
        "resume", nil, "go on with the copy of these tables that was interrupted, if there is one")
    static let noCreate = Option("no-create", nil, "do not make the target table when it is not there")
    static let state = Option(
        "state", "FILE", environment: "LEXI_COPY_STATE",
        "where to keep how far the copy is (default: lexi-copy-….json in the working folder, named after the places)")
    static let segments = Option(
        "segments", "N", environment: "LEXI_SEGMENTS",
        "parts of the table that are read at the same time (default: by its size, up to four for each processor)")
    static let rate = Option(
        "rate", "N", environment: "LEXI_TRANSFER_RATE", "items that are put each second, at most (default: no limit)")

    static let mostRate = 10_000_000
    /// Processors that there are.
    static var cores: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }
}

extension Arguments {
    /// The rate that is asked for.
    func rateLimiter() throws(UsageError) -> RateLimiter? {
        try integer(TransferSettings.rate, in: 1...TransferSettings.mostRate).map(RateLimiter.init(itemsPerSecond:))
    }

    /// The segments that are asked for.
    func segments() throws(UsageError) -> Int? { try integer(TransferSettings.segments, in: 1...Segments.most) }
}
