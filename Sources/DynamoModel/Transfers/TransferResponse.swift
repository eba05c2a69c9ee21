/// The answer to a request about exports or imports.
public enum TransferResponse: Sendable, Equatable {
    /// An export, begun or described.
    case export(ExportDescription)
    /// A page of exports.
    case exports([ExportDescription], nextToken: String?)
    /// An import, begun or described.
    case tableImport(ImportDescription)
    /// A page of imports.
    case imports([ImportDescription], nextToken: String?)
}
