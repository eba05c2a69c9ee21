import CivilTime
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// How many exports may be under way, as on the service.
    private static let mostExports = 300

    /// Begins an export.
    func export(_ asked: ExportRequest) async throws(DynamoDBError) -> ExportDescription {
        let runner = try transferRunner()
        let table = try backedUpTable(asked.tableArn)
        try asked.check()
        if let known = try exportOfToken(asked) { return known.description(place) }
        let (id, dataName) = (newBackupId(), String(options.uuid().filter { $0 != "-" }.prefix(26)))
        var request = asked
        if request.clientToken == nil { request.clientToken = options.uuid() }
        let chosen = request
        let record = try await write { (writer) throws(EngineFault) -> ExportRecord in
            let table = try writer.current(table)
            try table.checkIsNotBeingRestored()
            if let filter = chosen.filter { _ = try ExportSelection(filter, table) }
            try writer.forgetTransfers()
            let (scope, time) = try writer.exportScope(of: table, chosen)
            let record = ExportRecord(
                id: id, request: chosen, tableName: table.name, tableId: table.definition.tableId, table: table.id,
                scope: scope, time: time, started: writer.now, dataName: dataName)
            try writer.holdForExport(id, of: table.id, after: scope.first)
            try writer.save(record.stored, as: .export, id)
            return record
        }
        await runner.begin(record, place)
        return record.description(place)
    }

    /// The export that a token stands for; nil when it stands for none.
    ///
    /// - Throws: `exportConflict` when that is another; `limitExceeded` when too many are under way.
    private func exportOfToken(_ request: ExportRequest) throws(DynamoDBError) -> ExportRecord? {
        let now = Int(options.clock() * 1000)
        let exports = try answering { () throws(EngineFault) in
            try store.exports { $0.isKept(now: now, for: Self.tokensStand) }
        }
        if let token = request.clientToken,
            let known = exports.last(where: { $0.request.clientToken?.hasSameBytes(as: token) ?? false })
        {
            guard known.request == request else {
                throw DynamoDBError(
                    .exportConflict, "Duplicate request detected: the client token stands for another export")
            }
            return known
        }
        guard exports.count(where: { $0.status == .inProgress }) < Self.mostExports else {
            throw DynamoDBError(.limitExceeded, "More than \(Self.mostExports) exports are under way")
        }
        return nil
    }

    /// The description of an export, with its progress.
    ///
    /// - Throws: `exportNotFound` for the ARN of no export.
    func describeExport(_ arn: String) throws(DynamoDBError) -> ExportDescription {
        guard let name = ResourceName(arn)?.export else { throw .validation("Invalid Export ARN") }
        guard let found = try answering({ () throws(EngineFault) in try store.export(name.id) }),
            found.tableName.hasSameBytes(as: name.table),
            found.isKept(now: Int(options.clock() * 1000), for: Self.transfersAreListed)
        else { throw DynamoDBError(.exportNotFound, "Export not found: \(arn)") }
        return found.description(place)
    }

    /// Lists exports in the order of their names.
    func listExports(_ arn: String?, _ limit: Int?, _ token: String?) throws(DynamoDBError) -> TransferResponse {
        let place = place
        let all = try listed(
            .export, of: listedTable(arn), tableName: { $0["tableName"]?.string }, arn: place.export)
        let (page, next) = try page(all, limit, ("maxResults", ServiceModel.listExportsMaxLimit), token, \.arn)
        let found = try answering { () throws(EngineFault) in
            try page.map { (listed) throws(EngineFault) in try store.export(listed.id) }
        }
        return .exports(found.compactMap { $0?.description(place) }, nextToken: next)
    }
}

extension ExportRequest {
    /// Checks what does not depend on the table.
    fileprivate func check() throws(DynamoDBError) {
        let wrong = "One or more parameter values were invalid: "
        guard BucketFolder.isUsable(place.prefix ?? "") else {
            throw .validation(wrong + "S3Prefix leads out of the bucket, or to no file")
        }
        guard format != .csv else { throw .validation(wrong + "ExportFormat must be DYNAMODB_JSON or ION") }
        if kind == .incremental {
            guard increment?.from != nil else {
                throw .validation(wrong + "IncrementalExportSpecification must hold ExportFromTime")
            }
            guard time == nil else {
                throw .validation(wrong + "ExportTime must not be specified for an incremental export")
            }
        } else if increment != nil {
            throw .validation(
                wrong + "IncrementalExportSpecification must not be specified unless ExportType is INCREMENTAL_EXPORT")
        }
    }
}

extension Writer {
    /// The least and the greatest stretch of an incremental export, in milliseconds.
    private static let stretch = 15 * 60_000...24 * 3_600_000

    /// What an export reads, and the moment that it shows.
    fileprivate func exportScope(
        of table: TableInfo, _ request: ExportRequest
    ) throws(EngineFault) -> (scope: ExportReader.Scope, time: Int) {
        guard let window = table.definition.recovery, let position = recoveryPosition(of: table.id) else {
            throw .request(
                DynamoDBError(
                    .pointInTimeRecoveryUnavailable, "Point in time recovery is not enabled for table '\(table.name)'"))
        }
        func invalid(_ message: String) -> EngineFault { .request(DynamoDBError(.invalidExportTime, message)) }
        let latest = max(now, window.since)
        let valid = window.earliest(latest)...latest
        guard request.kind == .incremental, let increment = request.increment, let from = increment.from else {
            let time = request.time.map(Timestamp.milliseconds) ?? latest
            guard valid.contains(time) else { throw invalid("Export Time is invalid") }
            return (.items(after: try connection.lastSequence(before: time + 1, after: position, of: table.id)), time)
        }
        let (first, last) = (Timestamp.milliseconds(from), increment.to.map(Timestamp.milliseconds) ?? latest)
        guard valid.contains(first), valid.contains(last), first < last else {
            throw invalid("Export From Time or Export To Time is invalid")
        }
        guard Self.stretch.contains(last - first) else {
            throw invalid(
                "Difference between export period from time and export period to time is "
                    + (last - first < Self.stretch.lowerBound ? "less than fifteen minutes" : "greater than 24 hours"))
        }
        return (
            .changes(
                after: try connection.lastSequence(before: first, after: position, of: table.id),
                through: try connection.lastSequence(before: last, after: position, of: table.id)), last
        )
    }

    /// Removes the records of exports and imports that are not listed any more.
    func forgetTransfers() throws(EngineFault) {
        let horizon = now - TableEngine.transfersAreListed
        for kind in [DocumentKind.export, .tableImport] {
            var forgotten: [String] = []
            try connection.forEachDocument(of: kind) { name, item in
                if let ended = item["ended"]?.int, ended < horizon { forgotten.append(name) }
            }
            for name in forgotten {
                try remove(kind, name)
                try remove(.importProgress, name)
            }
        }
    }
}
