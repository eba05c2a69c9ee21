/// How a table is paid for.
public enum BillingMode: String, Sendable, CaseIterable {
    /// By the throughput that is kept ready.
    case provisioned = "PROVISIONED"
    /// By request.
    case payPerRequest = "PAY_PER_REQUEST"
}
