import DynamoModel
import DynamoWire

extension DynamoDB {
    /// Carries out a request of any operation.
    /// - Parameters:
    ///   - address: host and port by which the client reached the endpoint.
    ///   - region: the region that the request was signed for, which Amazon Resource Names in the answer have.
    func answer(
        _ request: DynamoRequest, address: String, region: @autoclosure () -> String
    ) async throws(DynamoDBError) -> DynamoResponse {
        switch request {
        case .getItem(let request): .getItem(try await getItem(request))
        case .putItem(let request): .putItem(try await putItem(request))
        case .updateItem(let request): .updateItem(try await updateItem(request))
        case .deleteItem(let request): .deleteItem(try await deleteItem(request))
        case .query(let request): .query(try await query(request))
        case .scan(let request): .scan(try await scan(request))
        case .batchGetItem(let request): .batchGetItem(try await batchGetItem(request))
        case .batchWriteItem(let request): .batchWriteItem(try await batchWriteItem(request))
        case .executeStatement(let request): .executeStatement(try await executeStatement(request))
        case .batchExecuteStatement(let request): .batchExecuteStatement(try await batchExecuteStatement(request))
        case .executeTransaction(let request): .executeTransaction(try await executeTransaction(request))
        case .transactGetItems(let request): .transactGetItems(try await transactGetItems(request))
        case .transactWriteItems(let request): .transactWriteItems(try await transactWriteItems(request))
        default: try await answerControl(request, address: address, region: region())
        }
    }

    private func answerControl(
        _ request: DynamoRequest, address: String, region: String
    ) async throws(DynamoDBError) -> DynamoResponse {
        let answer = await ResourcePlace.$requestedRegion.withValue(region) {
            () async -> Result<DynamoResponse, DynamoDBError> in
            do throws(DynamoDBError) {
                return .success(try await answerControl(request, address: address))
            } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }

    private func answerControl(
        _ request: DynamoRequest, address: String
    ) async throws(DynamoDBError) -> DynamoResponse {
        switch request {
        case .createTable(let request): return .createTable(try await createTable(request))
        case .describeTable(let name): return .describeTable(try await describeTable(tableName: name))
        case .updateTable(let request): return .updateTable(try await updateTable(request))
        case .deleteTable(let name): return .deleteTable(try await deleteTable(tableName: name))
        case .listTables(let start, let limit):
            return .listTables(try await listTables(exclusiveStartTableName: start, limit: limit))
        case .updateTimeToLive(let name, let setting):
            return .updateTimeToLive(try await updateTimeToLive(tableName: name, setting))
        case .describeTimeToLive(let name): return .describeTimeToLive(try await describeTimeToLive(tableName: name))
        case .tagResource(let arn, let tags):
            try await tagResource(arn: arn, tags: tags)
            return .tagResource
        case .untagResource(let arn, let keys):
            try await untagResource(arn: arn, tagKeys: keys)
            return .untagResource
        case .listTagsOfResource(let arn): return .listTagsOfResource(try await listTagsOfResource(arn: arn))
        case .describeLimits: return .describeLimits(AccountLimits())
        case .describeEndpoints: return .describeEndpoints(address: address)
        case .stream(let request): return .stream(try await answerStream(request))
        case .feature(let read):
            if let keeper = self as? any DynamoDBOversight, let request = read.oversight {
                return .oversight(try await keeper.oversee(request))
            }
            return try await featureOff(read)
        case .oversight(let request):
            guard let keeper = self as? any DynamoDBOversight else {
                throw DynamoDBError(
                    .unknownOperation, "The operation \(request.operation.rawValue) is not supported here.")
            }
            return .oversight(try await keeper.oversee(request))
        case .backup(let request): return .backup(try await answerBackup(request))
        case .transfer(let request): return .transfer(try await answerTransfer(request))
        default: throw DynamoDBError(.internalServerError, "The request reached no operation")
        }
    }

    /// A table elsewhere may have no streams.
    private func answerStream(_ request: StreamRequest) async throws(DynamoDBError) -> StreamResponse {
        guard let streams = self as? any DynamoDBStreams else {
            throw DynamoDBError(.unknownOperation, "The operation \(request.operation.rawValue) is not supported here.")
        }
        switch request {
        case .listStreams(let request): return .listStreams(try await streams.listStreams(request))
        case .describeStream(let request): return .describeStream(try await streams.describeStream(request))
        case .getShardIterator(let request):
            return .getShardIterator(shardIterator: try await streams.getShardIterator(request))
        case .getRecords(let request): return .getRecords(try await streams.getRecords(request))
        }
    }

    /// A back end without exports and imports answers with empty lists.
    private func answerTransfer(_ request: TransferRequest) async throws(DynamoDBError) -> TransferResponse {
        if let service = self as? any DynamoDBTransfers { return try await service.transfers(request) }
        switch request {
        case .listExports: return .exports([], nextToken: nil)
        case .listImports: return .imports([], nextToken: nil)
        case .describeExport(let arn): throw DynamoDBError(.exportNotFound, "Export not found: \(arn)")
        case .describeImport(let arn): throw DynamoDBError(.importNotFound, "Import not found: \(arn)")
        case .export(let request):
            throw DynamoDBError(
                .pointInTimeRecoveryUnavailable,
                "The table that this endpoint leads to has no exports: \(request.tableArn)")
        case .importTable:
            throw DynamoDBError(
                .unknownOperation, "The table that this endpoint leads to has no imports.")
        }
    }

    /// A back end without backups answers with an empty list, and with recovery off.
    private func answerBackup(_ request: BackupRequest) async throws(DynamoDBError) -> BackupResponse {
        if let service = self as? any DynamoDBBackups { return try await service.backups(request) }
        switch request {
        case .list: return .list(ListBackupsResponse(backups: []))
        case .describe(let arn), .delete(let arn), .restore(let arn, _):
            throw DynamoDBError(.backupNotFound, "Backup not found: \(arn)")
        case .describeContinuous(let name):
            do throws(DynamoDBError) {
                _ = try await describeTable(tableName: name)
            } catch  where error.code == .resourceNotFound {
                throw DynamoDBError(.tableNotFound, "Table not found: \(name)")
            }
            return .continuousBackups(ContinuousBackups(window: nil))
        case .create, .updateContinuous, .restoreToPointInTime:
            throw DynamoDBError(
                .continuousBackupsUnavailable, "The table that this endpoint leads to has no backups")
        }
    }
}
