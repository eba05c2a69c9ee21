import DynamoModel
import JSONText

extension BackupResponse {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .created(let details):
            writer.name("BackupDetails")
            writer.object { $0.backupDetails(details) }
        case .described(let description):
            writer.name("BackupDescription")
            writer.object { $0.backupDescription(description) }
        case .list(let page):
            writer.member("BackupSummaries", page.backups) { writer, backup in
                writer.object { $0.backupSummary(backup) }
            }
            writer.member("LastEvaluatedBackupArn", page.lastEvaluatedBackupArn)
        case .restored(let table):
            writer.name("TableDescription")
            writer.tableDescription(table)
        case .continuousBackups(let backups): writer.continuousBackups(backups)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func backupDetails(_ details: BackupDetails) {
        member("BackupArn", details.arn)
        member("BackupName", details.name)
        member("BackupSizeBytes", details.sizeBytes)
        member("BackupStatus", details.status.rawValue)
        member("BackupType", details.kind.rawValue)
        member("BackupCreationDateTime", details.creationDateTime)
        member("BackupExpiryDateTime", details.expiryDateTime)
    }

    fileprivate mutating func backupSummary(_ backup: BackupDescription) {
        member("TableName", backup.table.tableName)
        member("TableId", backup.table.tableId)
        member("TableArn", backup.table.tableArn)
        backupDetails(backup.details)
    }

    fileprivate mutating func backupDescription(_ backup: BackupDescription) {
        name("BackupDetails")
        object { $0.backupDetails(backup.details) }
        name("SourceTableDetails")
        object { $0.sourceTable(backup.table) }
        name("SourceTableFeatureDetails")
        object { $0.features(of: backup.table, backup.timeToLive) }
    }

    private mutating func sourceTable(_ table: TableDescription) {
        member("TableName", table.tableName)
        member("TableId", table.tableId)
        member("TableArn", table.tableArn)
        member("TableSizeBytes", table.tableSizeBytes)
        member("KeySchema", table.keySchema) { $0.keySchemaElement($1) }
        member("TableCreationDateTime", table.creationDateTime)
        throughput("ProvisionedThroughput", table.provisionedThroughput)
        onDemandThroughput(table.onDemandThroughput)
        member("ItemCount", table.itemCount)
        member("BillingMode", table.billingMode.rawValue)
    }

    private mutating func features(of table: TableDescription, _ timeToLive: TimeToLive) {
        func indexes(_ descriptions: [SecondaryIndexDescription], isGlobal: Bool) -> [SecondaryIndex] {
            descriptions.map { description in
                var index = description.index
                index.warmThroughput = nil
                if !isGlobal { index.provisionedThroughput = nil }
                return index
            }
        }
        if !table.localSecondaryIndexes.isEmpty {
            member("LocalSecondaryIndexes", indexes(table.localSecondaryIndexes, isGlobal: false)) { $0.index($1) }
        }
        if !table.globalSecondaryIndexes.isEmpty {
            member("GlobalSecondaryIndexes", indexes(table.globalSecondaryIndexes, isGlobal: true)) { $0.index($1) }
        }
        if let type = table.streamViewType {
            name("StreamDescription")
            object { writer in
                writer.member("StreamEnabled", true)
                writer.member("StreamViewType", type.rawValue)
            }
        }
        timeToLiveDescription(timeToLive)
        sseDescription(table)
    }

    fileprivate mutating func continuousBackups(_ backups: ContinuousBackups) {
        name("ContinuousBackupsDescription")
        object { writer in
            writer.member("ContinuousBackupsStatus", "ENABLED")
            writer.name("PointInTimeRecoveryDescription")
            writer.object { writer in
                writer.member("PointInTimeRecoveryStatus", backups.window == nil ? "DISABLED" : "ENABLED")
                writer.member("RecoveryPeriodInDays", backups.window?.days)
                writer.member("EarliestRestorableDateTime", backups.window?.earliest)
                writer.member("LatestRestorableDateTime", backups.window?.latest)
            }
        }
    }
}
