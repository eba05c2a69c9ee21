import DynamoModel
import JSONText

extension BackupRequest {
    /// The operations on the wire that it is the request of.
    static let operations: Set<DynamoOperation> = [
        .createBackup, .deleteBackup, .describeBackup, .describeContinuousBackups, .listBackups,
        .restoreTableFromBackup, .restoreTableToPointInTime, .updateContinuousBackups,
    ]

    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .createBackup:
            self = .create(
                tableName: try object.tableName(),
                backupName: try object.required("BackupName", object.string("BackupName")))
        case .deleteBackup: self = .delete(arn: try object.backupARN())
        case .describeBackup: self = .describe(arn: try object.backupARN())
        case .describeContinuousBackups: self = .describeContinuous(tableName: try object.tableName())
        case .listBackups: self = .list(ListBackupsRequest(wire: object))
        case .restoreTableFromBackup: self = .restore(arn: try object.backupARN(), try RestoreTarget(wire: object))
        case .restoreTableToPointInTime:
            self = .restoreToPointInTime(PointInTime(wire: object), try RestoreTarget(wire: object))
        case .updateContinuousBackups:
            let setting = try object.required(
                "PointInTimeRecoverySpecification", object.object("PointInTimeRecoverySpecification"))
            self = .updateContinuous(
                tableName: try object.tableName(),
                isEnabled: try setting.required(
                    "PointInTimeRecoveryEnabled", setting.bool("PointInTimeRecoveryEnabled")),
                days: setting.int("RecoveryPeriodInDays"))
        default: throw .wireType("\(operation.rawValue) is not about backups")
        }
    }

    /// The operation.
    var operation: DynamoOperation {
        switch self {
        case .create: .createBackup
        case .delete: .deleteBackup
        case .describe: .describeBackup
        case .describeContinuous: .describeContinuousBackups
        case .list: .listBackups
        case .restore: .restoreTableFromBackup
        case .restoreToPointInTime: .restoreTableToPointInTime
        case .updateContinuous: .updateContinuousBackups
        }
    }

    /// Whether nothing changes by it.
    public var isRead: Bool {
        switch self {
        case .describe, .describeContinuous, .list: true
        case .create, .delete, .restore, .restoreToPointInTime, .updateContinuous: false
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .create(let table, let name):
            writer.member("TableName", table)
            writer.member("BackupName", name)
        case .delete(let arn), .describe(let arn): writer.member("BackupArn", arn)
        case .describeContinuous(let table): writer.member("TableName", table)
        case .list(let request): request.write(to: &writer)
        case .restore(let arn, let target):
            writer.member("BackupArn", arn)
            target.write(to: &writer)
        case .restoreToPointInTime(let point, let target):
            writer.member("SourceTableName", point.sourceTableName)
            writer.member("SourceTableArn", point.sourceTableArn)
            writer.member("RestoreDateTime", point.restoreDateTime)
            if point.usesLatestRestorableTime { writer.member("UseLatestRestorableTime", true) }
            target.write(to: &writer)
        case .updateContinuous(let table, let isEnabled, let days):
            writer.member("TableName", table)
            writer.name("PointInTimeRecoverySpecification")
            writer.object { writer in
                writer.member("PointInTimeRecoveryEnabled", isEnabled)
                writer.member("RecoveryPeriodInDays", days)
            }
        }
    }
}

extension ListBackupsRequest {
    init(wire object: WireObject) {
        self.init(
            tableName: object.string("TableName"), limit: object.int("Limit") ?? Self.mostBackups,
            from: object.double("TimeRangeLowerBound"), before: object.double("TimeRangeUpperBound"),
            exclusiveStartBackupArn: object.string("ExclusiveStartBackupArn"),
            kind: object.choice("BackupType") ?? .user)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Limit", limit)
        writer.member("TimeRangeLowerBound", from)
        writer.member("TimeRangeUpperBound", before)
        writer.member("ExclusiveStartBackupArn", exclusiveStartBackupArn)
        writer.member("BackupType", kind.rawValue)
    }
}

extension PointInTime {
    init(wire object: WireObject) {
        self.init(
            sourceTableName: object.string("SourceTableName"), sourceTableArn: object.string("SourceTableArn"),
            restoreDateTime: object.double("RestoreDateTime"),
            usesLatestRestorableTime: object.bool("UseLatestRestorableTime") ?? false)
    }
}

extension RestoreTarget {
    init(wire object: WireObject) throws(DynamoDBError) {
        try object.refuse(["VectorIndexOverride"])
        self.init(
            tableName: try object.required("TargetTableName", object.string("TargetTableName")),
            billingMode: object.choice("BillingModeOverride"),
            globalSecondaryIndexes: try object.indexOverride("GlobalSecondaryIndexOverride"),
            localSecondaryIndexes: try object.indexOverride("LocalSecondaryIndexOverride"),
            provisionedThroughput: try object.provisionedThroughput("ProvisionedThroughputOverride"),
            onDemandThroughput: object.onDemandThroughput("OnDemandThroughputOverride"),
            sseSpecification: object.sseSpecification("SSESpecificationOverride"))
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TargetTableName", tableName)
        writer.member("BillingModeOverride", billingMode?.rawValue)
        if let indexes = globalSecondaryIndexes {
            writer.member("GlobalSecondaryIndexOverride", indexes) { $0.index($1) }
        }
        if let indexes = localSecondaryIndexes {
            writer.member("LocalSecondaryIndexOverride", indexes) { $0.index($1) }
        }
        writer.throughput("ProvisionedThroughputOverride", provisionedThroughput)
        writer.onDemandThroughput(onDemandThroughput, named: "OnDemandThroughputOverride")
        writer.sseSpecification(sseSpecification, named: "SSESpecificationOverride")
    }
}

extension WireObject {
    fileprivate func backupARN() throws(DynamoDBError) -> String { try required("BackupArn", string("BackupArn")) }

    fileprivate func indexOverride(_ name: String) throws(DynamoDBError) -> [SecondaryIndex]? {
        self[name] == nil ? nil : try indexes(name)
    }
}
