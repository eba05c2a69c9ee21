import DynamoModel

extension TableCopy {
    private static let firstPause = Duration.milliseconds(5)
    private static let longestPause = Duration.seconds(2)
    private static let creationLimit = Duration.seconds(600)

    /// The target as it is; nil when it has to be made.
    func targetThatIsThere(_ from: TableDescription) async throws(TransferError) -> TableDescription? {
        guard let to = try await target.description() else { return nil }
        try Self.checkKeys(from, to, target.name)
        return try await active()
    }

    /// Makes the target after the source. That it was not there is in the state's file before it is made: one that is
    /// found later, after an interruption, is the one that was made.
    func makeTarget(
        _ from: TableDescription, _ journal: CopyJournal, _ note: @Sendable (String) -> Void
    ) async throws(TransferError) {
        if try await targetThatIsThere(from) == nil {
            guard options.creates else { throw .refused("there is no table \(target.title) to copy to") }
            let request = try await creation(of: from)
            try journal.save()
            do { _ = try await target.db.createTable(request) } catch {
                // What was refused is not a begun copy.
                if error.code.outcomeIsKnown { journal.remove() }
                throw .table(title: target.title, error)
            }
        } else if try await !target.isEmpty() {
            throw .refused("the table '\(target.name)', which was not there when the copy began, holds items")
        }
        let made = try await active()
        try await takeKey(of: from, made, note)
        try journal.record(target: CopyState.Identity(made))
        guard let warm = from.warmThroughput, let now = made.warmThroughput, warm.exceeds(now) else { return }
        note(
            "the warm throughput of the source (\(warm.readUnitsPerSecond ?? 0) read and "
                + "\(warm.writeUnitsPerSecond ?? 0) write units a second) is left out: it costs money")
    }

    /// The request that makes the target, with the source's labels.
    private func creation(of from: TableDescription) async throws(TransferError) -> CreateTableRequest {
        var request = Self.creation(of: from, name: target.name)
        do throws(DynamoDBError) {
            request.tags = try await source.db.listTagsOfResource(arn: from.tableArn)
                .filter { !$0.key.utf8.starts(with: "aws:".utf8) }
        } catch {
            throw .table(title: source.title, error)
        }
        return request
    }

    /// Encrypts the new target with the source's key where that can be: keys are of an account and a region, and those
    /// of the target are not known before it is there. A key that cannot be taken is reported.
    private func takeKey(
        of from: TableDescription, _ made: TableDescription, _ note: @Sendable (String) -> Void
    ) async throws(TransferError) {
        guard let key = from.kmsMasterKeyArn, made.kmsMasterKeyArn != key else { return }
        guard let name = ResourceName(key), let own = ResourceName(made.tableArn), name.isBeside(own) else {
            note(
                "the source is encrypted with the key '\(key)', which is of another account or region than the target: "
                    + "the target is encrypted with the service's own key, unless another one is given to it")
            return
        }
        let encryption = SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: key)
        do {
            _ = try await target.db.updateTable(
                UpdateTableRequest(tableName: target.name, sseSpecification: encryption))
        } catch {
            note("the target cannot be encrypted with the source's key '\(key)': \(error)")
            return
        }
        _ = try await active()
    }

    /// Reports the settings in which the target is not like the source. It fails no copy that is done.
    func tellSettings(_ note: @Sendable (String) -> Void) async {
        do throws(TransferError) {
            for difference in try await TableSettings.differences(source, target) {
                note("the target is not like the source: \(difference)")
            }
        } catch {
            note("the settings of both tables could not be compared: \(error)")
        }
    }

    /// Waits until the target is ready.
    private func active() async throws(TransferError) -> TableDescription {
        let start = ContinuousClock.now
        var pause = Self.firstPause
        while ContinuousClock.now - start < Self.creationLimit {
            if let found = try await target.description(), found.tableStatus == .active { return found }
            do { try await Task.sleep(for: pause) } catch { throw .stopped }
            pause = min(pause * 2, Self.longestPause)
        }
        throw .refused("the table \(target.title) did not become ACTIVE")
    }

    /// Gives a table that this copy made the expiry of the source. It comes last, so that nothing expires before it was
    /// verified.
    func finishSettings() async throws(TransferError) {
        let expiry: TimeToLive
        do { expiry = try await source.db.describeTimeToLive(tableName: source.name) } catch {
            throw .table(title: source.title, error)
        }
        guard expiry.isEnabled else { return }
        do throws(DynamoDBError) {
            guard try await !target.db.describeTimeToLive(tableName: target.name).isEnabled else { return }
            _ = try await target.db.updateTimeToLive(tableName: target.name, expiry)
        } catch {
            throw .table(title: target.title, error)
        }
    }

    /// Both tables must have the same primary key.
    static func checkKeys(_ from: TableDescription, _ to: TableDescription, _ name: String) throws(TransferError) {
        guard from.keySchema == to.keySchema, from.keyTypes == to.keyTypes else {
            throw .refused(
                "the table '\(name)' has another key (\(text(to))) than '\(from.tableName)' (\(text(from)))")
        }
    }

    private static func text(_ table: TableDescription) -> String {
        zip(table.keySchema, table.keyTypes)
            .map { "\($0.attributeName) \($0.keyType.rawValue) \($1?.rawValue ?? "?")" }.joined(separator: ", ")
    }

    /// What makes a table like another: keys, indexes, billing with its limits, stream, protection, class.
    static func creation(of table: TableDescription, name: String) -> CreateTableRequest {
        let isProvisioned = table.billingMode == .provisioned
        func index(_ found: SecondaryIndexDescription, isGlobal: Bool) -> SecondaryIndex {
            var index = found.index
            if !isProvisioned || !isGlobal { index.provisionedThroughput = nil }
            index.onDemandThroughput = isProvisioned || !isGlobal ? nil : index.onDemandThroughput?.limits
            index.warmThroughput = nil
            return index
        }
        let tableClass = table.tableClass?.tableClass
        return CreateTableRequest(
            tableName: name, attributeDefinitions: table.attributeDefinitions, keySchema: table.keySchema,
            localSecondaryIndexes: table.localSecondaryIndexes.map { index($0, isGlobal: false) },
            globalSecondaryIndexes: table.globalSecondaryIndexes.map { index($0, isGlobal: true) },
            billingMode: table.billingMode, provisionedThroughput: isProvisioned ? table.provisionedThroughput : nil,
            streamViewType: table.streamViewType, deletionProtectionEnabled: table.deletionProtectionEnabled,
            onDemandThroughput: isProvisioned ? nil : table.onDemandThroughput?.limits,
            tableClass: tableClass == .standard ? nil : tableClass)
    }
}

extension ResourceName {
    /// Whether both are in one partition, region and account.
    fileprivate func isBeside(_ other: ResourceName) -> Bool {
        partition == other.partition && region == other.region && account == other.account
    }
}

extension OnDemandThroughput {
    /// The limits that there are; nil for none.
    fileprivate var limits: OnDemandThroughput? {
        func limit(_ units: Int?) -> Int? { units == Self.unlimited ? nil : units }
        let found = OnDemandThroughput(
            maxReadRequestUnits: limit(maxReadRequestUnits), maxWriteRequestUnits: limit(maxWriteRequestUnits))
        return found == OnDemandThroughput() ? nil : found
    }
}

extension WarmThroughput {
    fileprivate func exceeds(_ other: WarmThroughput) -> Bool {
        (readUnitsPerSecond ?? 0) > (other.readUnitsPerSecond ?? 0)
            || (writeUnitsPerSecond ?? 0) > (other.writeUnitsPerSecond ?? 0)
    }
}
