import DynamoModel
import RemoteDynamoDB

// What `lexi table` does at an endpoint.
extension Command {
    static func create(at place: RemotePlace, _ terminal: Terminal) async throws -> Int32 {
        try await place.using { remote in
            let isNew = try await RemoteCheck(remote).create(terminal)
            defer { if isNew, remote.isAtAWS { terminal.complain(protection(remote)) } }
            terminal.complain(
                isNew
                    ? "Made the table '\(remote.name)' at \(remote.table.endpoint)."
                    : "The table '\(remote.name)' at \(remote.table.endpoint) is there already, and as it should be.")
            return 0
        }
    }

    /// What AWS's table still lacks for a real deployment, which this client has no operations for.
    static func protection(_ remote: RemotePlace.Remote) -> String {
        let rest = "--table-name \(remote.name) --region \(remote.table.endpoint.region)"
        return """
            Before it holds what matters, switch recovery and deletion protection on, as the files in schema/ do:
              aws dynamodb update-continuous-backups \(rest) \\
                --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true
              aws dynamodb update-table \(rest) --deletion-protection-enabled
            """
    }

    static func describe(at place: RemotePlace, _ terminal: Terminal) async throws -> TableDescription {
        try await place.using { remote in
            guard let table = try await RemoteCheck(remote).find() else { throw RemoteCheck(remote).missing }
            return table
        }
    }

    static func check(at place: RemotePlace, _ terminal: Terminal) async throws -> Int32 {
        try await place.using { remote in
            _ = try await RemoteCheck(remote).ready(terminal)
            let warnings = await RemoteCheck(remote).warnings()
            for warning in warnings { terminal.print(warning) }
            terminal.complain(warnings.isEmpty ? "The table is as it should be." : "Findings: \(warnings.count).")
            return warnings.isEmpty ? 0 : 1
        }
    }
}
