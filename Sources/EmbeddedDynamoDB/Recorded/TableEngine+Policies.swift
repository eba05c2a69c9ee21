import DynamoModel
import TableStore

extension TableEngine: DynamoDBOversight {
    /// Keeps policies, and whether insights are on; see ``DynamoDBOversight/oversee(_:)``. A policy has no effect here:
    /// who may use the endpoint is decided by its keys.
    public func oversee(_ request: OversightRequest) async throws(DynamoDBError) -> OversightResponse {
        switch request {
        case .putPolicy(let arn, let policy, let expected, _):
            return try await observed("PutResourcePolicy", PolicyHolder.tableName(arn)) {
                () async throws(DynamoDBError) in
                try await setPolicy(policy, of: arn, expected: expected)
            }
        case .getPolicy(let arn):
            return try await observed("GetResourcePolicy", PolicyHolder.tableName(arn)) {
                () async throws(DynamoDBError) in
                try answering { () throws(EngineFault) in
                    guard let policy = try policyHolder(arn).policy else { throw Self.missingPolicy(arn) }
                    return .policy(text: policy.text, revision: policy.revision)
                }
            }
        case .deletePolicy(let arn, let expected):
            return try await observed("DeleteResourcePolicy", PolicyHolder.tableName(arn)) {
                () async throws(DynamoDBError) in try await setPolicy(nil, of: arn, expected: expected)
            }
        case .updateInsights(let name, let index, let isEnabled, let mode):
            return try await observed("UpdateContributorInsights", name, index) { () async throws(DynamoDBError) in
                try await setInsights(name, index, isEnabled, mode)
            }
        case .describeInsights(let name, let index):
            return try await observed("DescribeContributorInsights", name, index) { () async throws(DynamoDBError) in
                try answering { () throws(EngineFault) in .insights(try insights(name, index)) }
            }
        case .listInsights(let name, let limit, let token):
            return try await observed("ListContributorInsights", name) { () async throws(DynamoDBError) in
                try answering { () throws(EngineFault) in try listInsights(name, limit, token) }
            }
        }
    }

    // MARK: Policies

    private func policyHolder(_ arn: String) throws(EngineFault) -> PolicyHolder {
        if let name = ResourceName(arn)?.table { return .table(try namedTable(name)) }
        guard StreamName(arn: arn) != nil else { throw .invalid("Invalid ResourceArn: \(arn)") }
        do throws(DynamoDBError) { return .stream(try stream(arn)) } catch { throw .request(error) }
    }

    private static func missingPolicy(_ arn: String) -> EngineFault {
        .request(
            DynamoDBError(
                .policyNotFound,
                "Resource-based policy not found for the provided ResourceArn: Requested policy not found: \(arn)"))
    }

    /// A revision that stands for a resource without a policy.
    private static let noPolicy = "NO_POLICY"

    /// Sets or removes a policy; removing one that is not there is no fault.
    private func setPolicy(
        _ text: String?, of arn: String, expected: String?
    ) async throws(DynamoDBError) -> OversightResponse {
        let holder = try answering { () throws(EngineFault) in try policyHolder(arn) }
        return try await write { (writer) throws(EngineFault) -> OversightResponse in
            let policy = try writer.current(holder).policy
            let now = policy?.revision
            if let expected, (now ?? Self.noPolicy) != expected { throw Self.missingPolicy(arn) }
            guard let text else {
                guard now != nil else { return .policy(text: nil, revision: nil) }
                try writer.save(nil, of: holder)
                return .policy(text: nil, revision: now)
            }
            // The same policy again changes nothing, and keeps its revision.
            if let now, policy?.text == text { return .policy(text: nil, revision: now) }
            let milliseconds = Int(self.options.clock() * 1000)
            let revision = max(milliseconds, (now.flatMap { Int($0) } ?? 0) + 1)
            try writer.save(ResourcePolicy(text: text, revision: String(revision)), of: holder)
            return .policy(text: nil, revision: String(revision))
        }
    }

    // MARK: Contributor Insights

    private func setInsights(
        _ name: String, _ index: String?, _ isEnabled: Bool, _ mode: InsightsMode?
    ) async throws(DynamoDBError) -> OversightResponse {
        let table = try answering { () throws(EngineFault) -> TableInfo in
            let table = try namedTable(name)
            try checkIndex(index, of: table)
            return table
        }
        let mode = mode ?? .accessedAndThrottled
        try await write { (writer) throws(EngineFault) -> Void in
            var definition = try writer.current(table).definition
            definition.insights[index ?? ""] = TableDefinition.Insights(
                isEnabled: isEnabled, mode: mode.rawValue, since: self.options.clock())
            try writer.save(definition)
        }
        if isEnabled { instruments?.insights?.turnOn() }
        return .insights(
            InsightsDescription(
                tableName: table.name, indexName: index, status: isEnabled ? "ENABLING" : "DISABLING", mode: mode))
    }

    private func checkIndex(_ name: String?, of table: TableInfo) throws(EngineFault) {
        guard let name, table.index(named: name) == nil else { return }
        throw .request(
            DynamoDBError(
                .resourceNotFound,
                "Requested resource not found: Index: \(name) for table: \(table.name) not found"))
    }

    private func insights(_ name: String, _ index: String?) throws(EngineFault) -> InsightsDescription {
        let table = try namedTable(name)
        try checkIndex(index, of: table)
        return Self.insights(table, index)
    }

    private static func insights(_ table: TableInfo, _ index: String?) -> InsightsDescription {
        guard let stored = table.definition.insights[index ?? ""] else {
            return InsightsDescription(tableName: table.name, indexName: index, status: "DISABLED")
        }
        let mode = InsightsMode(rawValue: stored.mode)
        let rules = InsightRuleName.all(table, index.flatMap { table.index(named: $0) }, stored)
        return InsightsDescription(
            tableName: table.name, indexName: index, status: stored.isEnabled ? "ENABLED" : "DISABLED", mode: mode,
            lastUpdate: stored.since, rules: stored.isEnabled ? rules.map(\.text) : [])
    }

    /// Where insights were turned on or off, tables by their names, each before its indexes.
    private func listInsights(
        _ name: String?, _ limit: Int?, _ token: String?
    ) throws(EngineFault) -> OversightResponse {
        let tables = if let name { [try namedTable(name)] } else { Array(store.catalog.byName.values) }
        var all: [InsightsDescription] = []
        for table in tables.sorted(by: { $0.name.compareBytes(with: $1.name) < 0 }) {
            for index in table.definition.insights.keys.sorted()
            where index.isEmpty || table.index(named: index) != nil {
                all.append(Self.insights(table, index.isEmpty ? nil : index))
            }
        }
        var start = 0
        if let token {
            guard let position = Int(token), (0...all.count).contains(position) else {
                throw .validation("Invalid NextToken")
            }
            start = position
        }
        let end = min(all.count, start + (limit ?? 100))
        return .insightsList(Array(all[start..<end]), nextToken: end < all.count ? String(end) : nil)
    }
}
