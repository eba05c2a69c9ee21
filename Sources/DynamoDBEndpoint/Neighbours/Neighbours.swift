import DynamoModel
import HTTPServer

/// The other services that the endpoint answers besides DynamoDB: CloudWatch, for the metrics of the tables, and one
/// call of IAM.
struct Neighbours: Sendable {
    /// Nil when nothing is counted.
    let metrics: MetricsService?
    let policies: RolePolicies

    /// Answers a request that was admitted.
    func answer(_ request: NeighbourRequest, identifier: String) async -> EndpointAnswer {
        do throws(NeighbourError) {
            return request.answer(try await reply(to: request), identifier: identifier)
        } catch {
            return request.answer(error, identifier: identifier)
        }
    }

    private func reply(to request: NeighbourRequest) async throws(NeighbourError) -> Reply {
        let members = try request.members()
        switch request.service {
        case .iam: return try policies.answer(request.operation, members)
        case .cloudWatch:
            guard let metrics else {
                throw NeighbourError(code: "InvalidAction", message: "This endpoint keeps no metrics.")
            }
            return try await metrics.answer(request.operation, members)
        }
    }
}
