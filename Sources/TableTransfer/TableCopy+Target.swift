import DynamoModel

extension TableCopy {
    private static let firstPause = Duration.milliseconds(5)
    private static let longestPause = Duration.seconds(2)
    private static let creationLimit = Duration.seconds(600)

    /// The target, made after the source when it is not there.
    ///
    /// - Returns: its description, and whether it was made now.
    func preparedTarget(_ from: TableDescription) async throws(TransferError) -> (TableDescription, isNew: Bool) {
        if let to = try await target.description() {
            try Self.checkKeys(from, to, target.name)
            return (try await active(), false)
        }
        guard options.creates else { throw .refused("there is no table \(target.title) to copy to") }
        var request = Self.creation(of: from, name: target.name)
        do throws(DynamoDBError) {
            request.tags = try await source.db.listTagsOfResource(arn: from.tableArn)
                .filter { !$0.key.utf8.starts(with: "aws:".utf8) }
        } catch {
            throw .table(title: source.title, error)
        }
        do { _ = try await target.db.createTable(request) } catch { throw .table(title: target.title, error) }
        return (try await active(), true)
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

    /// Gives a table that this copy made the expiry of the source. It comes last, so that nothing expires before it was verified.
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

    /// What makes a table like another: keys, indexes, billing, stream, protection.
    static func creation(of table: TableDescription, name: String) -> CreateTableRequest {
        let isProvisioned = table.billingMode == .provisioned
        func index(_ found: SecondaryIndexDescription, isGlobal: Bool) -> SecondaryIndex {
            var index = found.index
            if !isProvisioned || !isGlobal { index.provisionedThroughput = nil }
            return index
        }
        return CreateTableRequest(
            tableName: name, attributeDefinitions: table.attributeDefinitions, keySchema: table.keySchema,
            localSecondaryIndexes: table.localSecondaryIndexes.map { index($0, isGlobal: false) },
            globalSecondaryIndexes: table.globalSecondaryIndexes.map { index($0, isGlobal: true) },
            billingMode: table.billingMode, provisionedThroughput: isProvisioned ? table.provisionedThroughput : nil,
            streamViewType: table.streamViewType, deletionProtectionEnabled: table.deletionProtectionEnabled)
    }
}
