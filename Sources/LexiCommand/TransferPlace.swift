import AWSConfiguration
import Digests
import Glibc

/// Where a table is that is copied or compared.
struct TransferPlace: Sendable {
    /// What holds the table.
    enum Holder: Sendable, Equatable {
        /// A table's file.
        case file(String)
        /// DynamoDB's protocol at a URL; nil for the one that AWS's settings name.
        case endpoint(String?)
    }

    /// The place as it was given.
    let text: String
    /// The table's name there.
    let table: String
    /// The region that requests are signed for, when a flag says so.
    let region: String?
    /// The profile of AWS's shared files, when a flag says so.
    let profile: String?
    /// What its settings are called, for messages.
    let names: SettingNames

    static let help = """
        A place is a data folder, or a table's file in it; the URL of an endpoint that speaks DynamoDB's protocol, such
        as http://127.0.0.1:8000; or 'aws' for DynamoDB in the region that is set. Credentials and regions of endpoints
        come from where AWS's tools take them (AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, …), and for each place from
        its own --from-profile, --from-region, --to-profile and --to-region.
        """

    private static let aws = "aws"
    private static let from = Option(
        "from", "PLACE", environment: "LEXI_FROM", "where the first table is, which is only read")
    private static let to = Option("to", "PLACE", environment: "LEXI_TO", "where the second table is")
    private static let fromTable = Option(
        "from-table", "NAME", environment: "LEXI_FROM_TABLE", default: "LexiApp", "the first table's name")
    private static let toTable = Option(
        "to-table", "NAME", environment: "LEXI_TO_TABLE", "the second table's name (default: that of the first)")
    private static let fromRegion = Option(
        "from-region", "REGION", environment: "LEXI_FROM_REGION", "the region of an endpoint at --from")
    private static let toRegion = Option(
        "to-region", "REGION", environment: "LEXI_TO_REGION", "the region of an endpoint at --to")
    private static let fromProfile = Option(
        "from-profile", "NAME", environment: "LEXI_FROM_PROFILE", "the profile for an endpoint at --from")
    private static let toProfile = Option(
        "to-profile", "NAME", environment: "LEXI_TO_PROFILE", "the profile for an endpoint at --to")

    /// The settings of both places.
    static let options = [from, to, fromTable, toTable, fromRegion, toRegion, fromProfile, toProfile]

    static func source(_ arguments: Arguments) throws -> TransferPlace {
        TransferPlace(
            text: try arguments.required(from), table: try arguments.tableName(fromTable),
            region: arguments.string(fromRegion), profile: arguments.string(fromProfile),
            names: SettingNames(
                endpoint: arguments.source(of: from), region: arguments.source(of: fromRegion),
                profile: arguments.source(of: fromProfile)))
    }

    static func target(_ arguments: Arguments) throws -> TransferPlace {
        let isNamed = arguments.string(toTable) != nil
        return TransferPlace(
            text: try arguments.required(to), table: try arguments.tableName(isNamed ? toTable : fromTable),
            region: arguments.string(toRegion), profile: arguments.string(toProfile),
            names: SettingNames(
                endpoint: arguments.source(of: to), region: arguments.source(of: toRegion),
                profile: arguments.source(of: toProfile)))
    }

    /// What holds the table. A path that is no file is a data folder.
    var holder: Holder {
        if text == Self.aws { return .endpoint(nil) }
        for scheme in ["http://", "https://"] where text.lowercased().utf8.starts(with: scheme.utf8) {
            return .endpoint(text)
        }
        var status = stat()
        let isFile = stat(text, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
        return .file(isFile ? text : DataFolder(path: text).database)
    }

    /// The table and where it is, as messages call it.
    var title: String { "'\(table)' (\(names.endpoint) \(text))" }

    /// The file in the working folder that the state of a copy is kept in, unless another one is named: the same for
    /// the same places.
    static func stateFile(_ from: TransferPlace, _ to: TransferPlace) -> String {
        let parts = [from, to].flatMap { [$0.text, $0.table, $0.region ?? "", $0.profile ?? ""] }
        let digest = SHA256.hash(utf8: parts.joined(separator: "\n"))
        return "lexi-copy-\(Hex.encode(Array(digest.prefix(8)))).json"
    }
}
