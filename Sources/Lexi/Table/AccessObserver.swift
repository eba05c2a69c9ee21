import DynamoModel

/// Receives every table call of the service, with the access pattern that the call belongs to.
public protocol AccessObserver: Sendable {
    /// How much of the consumed capacity is asked for with each call.
    var consumedCapacity: ReturnConsumedCapacity { get }

    /// Takes note of a call. Called on the caller's thread while a request waits: it must not block.
    func observe(_ call: AccessCall)
}
