import DynamoModel
import JSONText

extension TransferResponse {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .export(let export):
            writer.name("ExportDescription")
            writer.object { $0.export(export) }
        case .exports(let exports, let token):
            writer.member("ExportSummaries", exports) { writer, export in
                writer.object { $0.exportSummary(export) }
            }
            writer.member("NextToken", token)
        case .tableImport(let found):
            writer.name("ImportTableDescription")
            writer.object { $0.tableImport(found) }
        case .imports(let imports, let token):
            writer.member("ImportSummaryList", imports) { writer, found in
                writer.object { $0.importSummary(found) }
            }
            writer.member("NextToken", token)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func export(_ export: ExportDescription) {
        member("ExportArn", export.arn)
        member("ExportStatus", export.status.rawValue)
        member("StartTime", export.started)
        member("EndTime", export.ended)
        member("ExportManifest", export.manifest)
        member("TableId", export.tableId)
        export.request.write(to: &self)
        failure(export.failure)
        member("BilledSizeBytes", export.billedSizeBytes)
        member("ItemCount", export.itemCount)
    }

    /// The kind of an export is in each summary, also when the request did not name it.
    fileprivate mutating func exportSummary(_ export: ExportDescription) {
        member("ExportArn", export.arn)
        member("ExportStatus", export.status.rawValue)
        member("ExportType", (export.request.kind ?? .full).rawValue)
    }

    fileprivate mutating func tableImport(_ found: ImportDescription) {
        member("ImportArn", found.arn)
        member("ImportStatus", found.status.rawValue)
        member("TableArn", found.tableArn)
        member("TableId", found.tableId)
        found.request.write(to: &self)
        member("ErrorCount", found.counts.errors)
        member("CloudWatchLogGroupArn", found.logGroupArn)
        member("StartTime", found.started)
        member("EndTime", found.ended)
        if found.ended != nil { member("ProcessedSizeBytes", found.counts.bytes) }
        member("ProcessedItemCount", found.counts.processed)
        member("ImportedItemCount", found.counts.imported)
        failure(found.failure)
    }

    fileprivate mutating func importSummary(_ found: ImportDescription) {
        member("ImportArn", found.arn)
        member("ImportStatus", found.status.rawValue)
        member("TableArn", found.tableArn)
        importSource(found.request.place)
        member("CloudWatchLogGroupArn", found.logGroupArn)
        member("InputFormat", found.request.format.rawValue)
        member("StartTime", found.started)
        member("EndTime", found.ended)
    }

    private mutating func failure(_ failure: TransferFailure?) {
        member("FailureCode", failure?.code)
        member("FailureMessage", failure?.message)
    }
}
