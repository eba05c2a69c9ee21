/// A pattern that stands in the registry.
protocol RegisteredPattern: Sendable {
    var access: AccessPattern { get }
}

extension RegisteredPattern {
    /// What it may cost.
    var budget: AccessPattern.Budget { access.budget }
}

extension QueryPattern: RegisteredPattern {}

extension GetPattern: RegisteredPattern {}

extension BatchGetPattern: RegisteredPattern {}

extension AccessPattern: RegisteredPattern {
    var access: AccessPattern { self }
}
