import DynamoModel
import TableStore

/// What has a resource policy: a table, or a stream, which keeps it when it is off and when its table is gone.
enum PolicyHolder {
    case table(TableInfo)
    case stream(StreamInfo)

    var policy: ResourcePolicy? {
        switch self {
        case .table(let table): table.definition.policy
        case .stream(let stream): stream.definition.policy
        }
    }

    /// The table that an Amazon Resource Name of a table or a stream names; nil for another.
    static func tableName(_ arn: String) -> String? { ResourceName(arn)?.table ?? StreamName(arn: arn)?.table }
}

extension Writer {
    /// The present state of a holder.
    ///
    /// - Throws: `resourceNotFound` when it was removed meanwhile.
    func current(_ holder: PolicyHolder) throws(EngineFault) -> PolicyHolder {
        switch holder {
        case .table(let table): return .table(try current(table))
        case .stream(let stream):
            guard let now = state.catalog.streams[stream.definition.name] else {
                throw .request(
                    DynamoDBError(
                        .resourceNotFound, "Requested resource not found: Stream: \(stream.definition.name) not found"))
            }
            return .stream(now)
        }
    }

    /// Gives a holder another policy, or takes its policy away.
    func save(_ policy: ResourcePolicy?, of holder: PolicyHolder) throws(EngineFault) {
        switch try current(holder) {
        case .table(let table):
            var definition = table.definition
            definition.policy = policy
            try save(definition)
        case .stream(let stream):
            var definition = stream.definition
            definition.policy = policy
            try save(definition)
        }
    }
}
