/// How a table is paid for.
public enum BillingMode: String, Sendable, CaseIterable {
    /// By the throughput that is kept ready.
    case provisioned = "PROVISIONED"
    /// By request: without a throughput that is set beforehand.
    case payPerRequest = "PAY_PER_REQUEST"
}
