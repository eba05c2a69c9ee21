import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// How many imports may be under way, as on the service.
    private static let mostImports = 50

    /// Begins an import into a new table.
    func importTable(_ asked: ImportRequest) async throws(DynamoDBError) -> ImportDescription {
        let runner = try transferRunner()
        try asked.check()
        try answering { () throws(EngineFault) in try SchemaRules.check(asked.table) }
        if let known = try importOfToken(asked) { return known.description(place) }
        var request = asked
        if request.clientToken == nil { request.clientToken = options.uuid() }
        let (chosen, id, place) = (request, newBackupId(), place)
        let record = try await write { (writer) throws(EngineFault) -> ImportRecord in
            guard writer.state.catalog.byName[chosen.table.tableName] == nil else {
                throw .request(DynamoDBError(.resourceInUse, "Table already exists: \(chosen.table.tableName)"))
            }
            try writer.forgetTransfers()
            var definition = try writer.definition(of: chosen.table, place)
            for index in definition.indexes.indices { definition.indexes[index].isActive = false }
            definition.restore = RestoreOrigin(
                tableName: definition.name, time: writer.now, isInProgress: true, isImport: true)
            let record = ImportRecord(
                id: id, request: chosen, tableId: definition.tableId, table: definition.id, started: writer.now)
            try writer.startImport(into: definition, id)
            try writer.save(record.whole, as: .tableImport, id)
            return record
        }
        await runner.begin(record)
        return record.description(place)
    }

    /// The import that a token stands for; nil when it stands for none.
    ///
    /// - Throws: `importConflict` when that is another; `limitExceeded` when too many are under way.
    private func importOfToken(_ request: ImportRequest) throws(DynamoDBError) -> ImportRecord? {
        let now = Int(options.clock() * 1000)
        let imports = try answering { () throws(EngineFault) in
            try store.imports { $0.isKept(now: now, for: Self.tokensStand) }
        }
        if let token = request.clientToken,
            let known = imports.last(where: { $0.request.clientToken?.hasSameBytes(as: token) ?? false })
        {
            guard known.request == request else {
                throw DynamoDBError(
                    .importConflict, "Duplicate request detected: the client token stands for another import")
            }
            return known
        }
        guard imports.count(where: { $0.status == .inProgress }) < Self.mostImports else {
            throw DynamoDBError(.limitExceeded, "More than \(Self.mostImports) imports are under way")
        }
        return nil
    }

    /// Describes an import.
    func describeImport(_ arn: String) throws(DynamoDBError) -> ImportDescription {
        guard let name = ResourceName(arn)?.tableImport else { throw .validation("Invalid Import ARN") }
        guard let found = try answering({ () throws(EngineFault) in try store.tableImport(name.id) }),
            found.tableName.hasSameBytes(as: name.table),
            found.isKept(now: Int(options.clock() * 1000), for: Self.transfersAreListed)
        else { throw DynamoDBError(.importNotFound, "Import not found: \(arn)") }
        return found.description(place)
    }

    /// Lists imports in the order of their names.
    func listImports(_ arn: String?, _ limit: Int?, _ token: String?) throws(DynamoDBError) -> TransferResponse {
        let place = place
        let all = try listed(
            .tableImport, of: listedTable(arn), tableName: ImportRecord.tableName, arn: place.tableImport)
        let (page, next) = try page(all, limit, ("pageSize", ServiceModel.listImportsMaxLimit), token, \.arn)
        let found = try answering { () throws(EngineFault) in
            try page.map { (listed) throws(EngineFault) in try store.tableImport(listed.id) }
        }
        return .imports(found.compactMap { $0?.description(place) }, nextToken: next)
    }
}

extension ImportRequest {
    /// Checks what does not depend on the table.
    fileprivate func check() throws(DynamoDBError) {
        let wrong = "One or more parameter values were invalid: "
        guard csv == nil || format == .csv else {
            throw .validation(wrong + "InputFormatOptions.Csv must not be specified unless InputFormat is CSV")
        }
        if let headers = csv?.headers, let fault = ColumnTypes.fault(ofHeaders: headers) {
            throw .validation(wrong + "HeaderList: " + fault)
        }
    }
}
