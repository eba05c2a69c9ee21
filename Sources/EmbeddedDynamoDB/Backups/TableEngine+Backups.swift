import DynamoModel
import DynamoWire
import TableStore

extension TableEngine: DynamoDBBackups {
    /// Carries out a request about backups; see ``DynamoDBBackups/backups(_:)``.
    public func backups(_ request: BackupRequest) async throws(DynamoDBError) -> BackupResponse {
        try await observed(request.observedName, request.observedTable) { () async throws(DynamoDBError) in
            switch request {
            case .create(let table, let name): .created(try await createBackup(of: table, name))
            case .describe(let arn): .described(try await describeBackup(arn))
            case .delete(let arn): .described(try await deleteBackup(arn))
            case .list(let request): .list(try await listBackups(request))
            case .restore(let arn, let target): .restored(try await restore(backup: arn, target))
            case .describeContinuous(let table): .continuousBackups(try continuousBackups(of: table))
            case .updateContinuous(let table, let isEnabled, let days):
                .continuousBackups(try await updateContinuousBackups(of: table, isEnabled, days))
            case .restoreToPointInTime(let point, let target): .restored(try await restore(point, target))
            }
        }
    }

    /// The table that a request about backups names.
    func backedUpTable(_ name: String) throws(DynamoDBError) -> TableInfo {
        do throws(EngineFault) { return try namedTable(name) } catch {
            guard case .request(let refusal) = error, refusal.code == .resourceNotFound else { throw error.answer }
            throw DynamoDBError(.tableNotFound, "Table not found: \(ResourceName(name)?.table ?? name)")
        }
    }

    /// The folder with the backups.
    func backupFolder() throws(DynamoDBError) -> BackupFolder {
        guard let path = options.backupFolder else {
            throw DynamoDBError(
                .continuousBackupsUnavailable, "Backups are not available: no folder is configured for them")
        }
        return BackupFolder(path: path)
    }

    /// Runs what works on files on a thread that may wait for the disk.
    func onDisk<Result: Sendable>(
        _ body: @escaping @Sendable () throws(DynamoDBError) -> Result
    ) async throws(DynamoDBError) -> Result {
        let task = Task(executorPreference: store.readingThreads) { () -> Swift.Result<Result, DynamoDBError> in
            Swift.Result { () throws(DynamoDBError) in try body() }
        }
        return try await task.value.get()
    }

    // MARK: Backups

    private func createBackup(of tableName: String, _ name: String) async throws(DynamoDBError) -> BackupDetails {
        guard let backups else { throw try missingFolder() }
        try answering { () throws(EngineFault) in
            try EngineFault.refuse(ServiceModel.backupName.violated(by: name), at: "backupName", value: name)
        }
        let table = try backedUpTable(tableName)
        let id = newBackupId()
        try await backups.expect(id)
        let header: BackupHeader
        do throws(DynamoDBError) {
            header = try await write { (writer) throws(EngineFault) -> BackupHeader in
                let table = try writer.current(table)
                try table.checkIsNotBeingRestored()
                try writer.record(table, for: TableBackup.consumer(id), images: .old)
                return BackupHeader(
                    id: id, name: name, kind: .user, created: writer.now, sequence: writer.state.lastSequence,
                    counter: writer.state.counters[table.id] ?? Counter(), table: table.definition)
            }
        } catch {
            await backups.forget(id)
            throw error
        }
        do throws(DynamoDBError) {
            try await backups.begin(header)
        } catch {
            await backups.forget(id)
            _ = try? await write { (writer) throws(EngineFault) in
                try writer.stopRecording(header.table.id, for: TableBackup.consumer(id))
            }
            throw error
        }
        return BackupDetails(header, place, size: header.counter.bytes, .creating)
    }

    private func missingFolder() throws(DynamoDBError) -> DynamoDBError {
        _ = try backupFolder()
        return DynamoDBError(.serviceUnavailable, "The table file was opened for reading only")
    }

    /// As the service's: the time in milliseconds and eight digits by lot.
    func newBackupId() -> String {
        let time = String(Int(options.clock() * 1000))
        let zeros = String(repeating: "0", count: max(0, 14 - time.utf8.count))
        return "\(zeros)\(time)-\(options.uuid().prefix(8))"
    }

    private func backup(_ arn: String) async throws(DynamoDBError) -> BackupFolder.Entry {
        let (missing, now) = (DynamoDBError(.backupNotFound, "Backup not found: \(arn)"), options.clock() * 1000)
        guard options.backupFolder != nil, let (table, id) = ResourceName(arn)?.backup else { throw missing }
        let folder = try backupFolder()
        let found = try await onDisk { () throws(DynamoDBError) in try folder.entry(id, of: table) }
        guard let found, found.header.expires.map({ Double($0) > now }) ?? true else { throw missing }
        return found
    }

    private func describeBackup(_ arn: String) async throws(DynamoDBError) -> BackupDescription {
        BackupDescription(try await backup(arn), place, now: options.clock())
    }

    private func deleteBackup(_ arn: String) async throws(DynamoDBError) -> BackupDescription {
        let (entry, folder) = (try await backup(arn), try backupFolder())
        let (id, table) = (entry.header.id, entry.header.table.name)
        guard let file = folder.file(id, of: table) else {
            throw DynamoDBError(.backupNotFound, "Backup not found: \(arn)")
        }
        // The items of a removed table are kept for its backup's sake.
        let kept = store.catalog.dropped.values.first { $0.backupId == id }
        // A restore that is asked for meanwhile comes before the removal, or finds no file.
        try await write { (writer) throws(EngineFault) in
            let isRead = writer.isRestoring(fromBackup: file) || (kept.map { writer.isRestoring(from: $0.id) } ?? false)
            guard entry.isComplete, !isRead else {
                throw .request(
                    DynamoDBError(
                        .backupInUse,
                        "There is another ongoing conflicting backup control plane operation on the table. The backup is "
                            + "either being created, deleted or restored to a table."))
            }
            do throws(DynamoDBError) { try folder.remove(id, of: table) } catch { throw .request(error) }
            if let kept { try writer.release(kept) }
        }
        var description = BackupDescription(entry, place, now: options.clock())
        description.details.status = .deleted
        return description
    }

    private func listBackups(_ request: ListBackupsRequest) async throws(DynamoDBError) -> ListBackupsResponse {
        try answering { () throws(EngineFault) in
            try EngineFault.refuse(
                ServiceModel.backupsInputLimit.violated(value: request.limit), at: "limit", value: "\(request.limit)")
        }
        guard options.backupFolder != nil else { return ListBackupsResponse(backups: []) }
        let (folder, table) = (try backupFolder(), request.tableName.map { ResourceName($0)?.table ?? $0 })
        let entries = try await onDisk { () throws(DynamoDBError) in folder.entries(of: table) }
        let now = options.clock()
        let found = entries.filter { request.takes($0.header, now: now) }.sorted {
            // Pages go on after an id, which begins with the time.
            $0.header.id.compareBytes(with: $1.header.id) < 0
        }
        var rest = found[...]
        if let start = request.exclusiveStartBackupArn {
            guard let id = ResourceName(start)?.backup?.id else {
                throw .validation("Invalid ExclusiveStartBackupArn: \(start)")
            }
            rest = rest.drop { $0.header.id.compareBytes(with: id) <= 0 }
        }
        let page = rest.prefix(request.limit).map { BackupDescription($0, place, now: now) }
        return ListBackupsResponse(
            backups: page, lastEvaluatedBackupArn: rest.count > page.count ? page.last?.details.arn : nil)
    }
}

extension ListBackupsRequest {
    fileprivate func takes(_ header: BackupHeader, now: Double) -> Bool {
        let created = Double(header.created) / 1000
        guard header.expires.map({ Double($0) / 1000 > now }) ?? true, from.map({ $0 <= created }) ?? true,
            before.map({ created < $0 }) ?? true
        else { return false }
        switch kind {
        case .all: return true
        case .user: return header.kind == .user
        case .system: return header.kind == .system
        case .awsBackup: return false
        }
    }
}

extension BackupRequest {
    /// The operation, for the observer.
    fileprivate var observedName: StaticString {
        switch self {
        case .create: "CreateBackup"
        case .describe: "DescribeBackup"
        case .delete: "DeleteBackup"
        case .list: "ListBackups"
        case .restore: "RestoreTableFromBackup"
        case .describeContinuous: "DescribeContinuousBackups"
        case .updateContinuous: "UpdateContinuousBackups"
        case .restoreToPointInTime: "RestoreTableToPointInTime"
        }
    }

    /// The table that it names.
    fileprivate var observedTable: String? {
        switch self {
        case .create(let table, _), .describeContinuous(let table), .updateContinuous(let table, _, _): table
        case .list(let request): request.tableName
        case .describe(let arn), .delete(let arn): ResourceName(arn)?.backup?.table
        case .restore(_, let target), .restoreToPointInTime(_, let target): target.tableName
        }
    }
}

extension BackupDetails {
    init(_ header: BackupHeader, _ place: ResourcePlace, size: Int, _ status: Status) {
        self.init(
            arn: place.backup(header.id, of: header.table.name), name: header.name, sizeBytes: size, status: status,
            kind: header.kind == .user ? .user : .system, creationDateTime: Double(header.created) / 1000,
            expiryDateTime: header.expires.map { Double($0) / 1000 })
    }
}

extension BackupDescription {
    fileprivate init(_ entry: BackupFolder.Entry, _ place: ResourcePlace, now: Double) {
        let header = entry.header
        self.init(
            details: BackupDetails(
                header, place, size: entry.isComplete ? entry.size : header.counter.bytes,
                entry.isComplete ? .available : .creating),
            table: TableDescription(header.table, [header.table.id: header.counter], place, now: now),
            timeToLive: header.table.timeToLive)
    }
}
