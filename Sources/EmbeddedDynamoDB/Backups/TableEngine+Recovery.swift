import DynamoModel
import DynamoWire
import TableStore

// Point-in-time recovery: turned on and off, described.

extension TableEngine {
    /// Says whether a table can be restored to a point in time.
    func continuousBackups(of tableName: String) throws(DynamoDBError) -> ContinuousBackups {
        ContinuousBackups(try backedUpTable(tableName).definition.recovery, now: options.clock())
    }

    /// Turns point-in-time recovery on or off.
    func updateContinuousBackups(
        of tableName: String, _ isEnabled: Bool, _ days: Int?
    ) async throws(DynamoDBError) -> ContinuousBackups {
        try answering { () throws(EngineFault) in
            try EngineFault.refuse(
                days.flatMap { ServiceModel.recoveryPeriodInDays.violated(value: $0) },
                at: "pointInTimeRecoverySpecification.recoveryPeriodInDays", value: days.map { "\($0)" })
        }
        let table = try backedUpTable(tableName)
        guard isEnabled || days == nil else {
            throw .validation(
                "One or more parameter values were invalid: RecoveryPeriodInDays cannot be specified when "
                    + "PointInTimeRecoveryEnabled is false")
        }
        let window = try await write { (writer) throws(EngineFault) -> RecoveryWindow? in
            let table = try writer.current(table)
            try table.checkIsNotBeingRestored()
            guard isEnabled else {
                try writer.stopRecovery(of: table)
                return nil
            }
            try writer.startRecovery(
                of: table, days: days ?? table.definition.recovery?.days ?? RecoveryWindow.defaultDays)
            return try writer.current(table).definition.recovery
        }
        return ContinuousBackups(window, now: options.clock())
    }
}

extension ContinuousBackups {
    fileprivate init(_ window: RecoveryWindow?, now: Double) {
        self.init(
            window: window.map { window in
                let latest = max(Int(now * 1000), window.since)
                return Window(
                    days: window.days, earliest: Double(window.earliest(latest)) / 1000, latest: Double(latest) / 1000)
            })
    }
}

extension TableInfo {
    /// Whether its items are not all there yet.
    var isBeingRestored: Bool { definition.restore?.isInProgress ?? false }

    /// - Throws: `tableInUse` as long as the table is being restored.
    func checkIsNotBeingRestored() throws(EngineFault) {
        guard isBeingRestored else { return }
        throw .request(
            DynamoDBError(
                .tableInUse, "A target table with the specified name is either being created or deleted: \(name)"))
    }
}
