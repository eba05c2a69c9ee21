import Digests
import Glibc
import TableTransfer

/// Where a table is that is copied or compared.
struct TransferPlace: Sendable, Equatable {
    /// A data folder or a table's file, as it was given.
    let path: String
    /// The table's name there.
    let table: String

    static let help = "A place is a data folder or a table's file in it."

    private static let from = Option(
        "from", "PLACE", environment: "LEXI_FROM", "where the first table is, which is only read")
    private static let to = Option("to", "PLACE", environment: "LEXI_TO", "where the second table is")
    private static let fromTable = Option(
        "from-table", "NAME", environment: "LEXI_FROM_TABLE", default: "LexiApp", "the first table's name")
    private static let toTable = Option(
        "to-table", "NAME", environment: "LEXI_TO_TABLE", "the second table's name (default: that of the first)")

    /// The settings of both places.
    static let options = [from, to, fromTable, toTable]

    static func source(_ arguments: Arguments) throws(UsageError) -> TransferPlace {
        TransferPlace(path: try arguments.required(from), table: try arguments.required(fromTable))
    }

    static func target(_ arguments: Arguments) throws(UsageError) -> TransferPlace {
        let name = try arguments.required(fromTable)
        return TransferPlace(path: try arguments.required(to), table: arguments.string(toTable) ?? name)
    }

    /// The table's file; a path that is no file is a data folder.
    var file: String {
        var status = stat()
        let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
        return isFile ? path : DataFolder(path: path).database
    }

    /// The file in the working folder that the state of a copy is kept in, unless another one is named: the same for the same places.
    static func stateFile(_ from: TransferPlace, _ to: TransferPlace) -> String {
        let text = [from.path, from.table, to.path, to.table].joined(separator: "\n")
        return "lexi-copy-\(Hex.encode(Array(SHA256.hash(utf8: text).prefix(8)))).json"
    }
}
