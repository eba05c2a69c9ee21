/// A request about exports or imports.
public enum TransferRequest: Sendable, Equatable {
    /// Exports a table as it was at a moment, or what changed between two.
    case export(ExportRequest)
    /// Describes an export.
    case describeExport(arn: String)
    /// Lists exports, of a table or of all.
    case listExports(tableArn: String?, limit: Int?, nextToken: String?)
    /// Makes a table of files.
    case importTable(ImportRequest)
    /// Describes an import.
    case describeImport(arn: String)
    /// Lists imports, of a table or of all.
    case listImports(tableArn: String?, limit: Int?, nextToken: String?)

    /// The most of a page of a list.
    public static let mostListed = 25
}
