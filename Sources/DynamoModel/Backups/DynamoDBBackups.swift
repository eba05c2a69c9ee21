/// What holds tables may also have backups of them: on-demand backups, and recovery to a point in time.
///
/// The operations are DynamoDB's own, by its API reference of 2012-08-10.
public protocol DynamoDBBackups: DynamoDB {
    /// Carries out a request about backups.
    ///
    /// - Returns: the answer of the request's own kind.
    /// - Throws: `validation`; `tableNotFound`, `backupNotFound` for what is not there; `tableAlreadyExists` for the
    ///   target of a restore; `tableInUse`, `backupInUse` while another operation on it is under way;
    ///   `pointInTimeRecoveryUnavailable` where recovery is off, `invalidRestoreTime` for a time that cannot be
    ///   restored, `continuousBackupsUnavailable` where there is no place for backups. Nothing has changed then.
    func backups(_ request: BackupRequest) async throws(DynamoDBError) -> BackupResponse
}
