import DynamoModel

/// Receives every table call of the service, with the access pattern that the call belongs to.
public protocol AccessObserver: Sendable {
    /// How much of the consumed capacity is asked for.
    var consumedCapacity: ReturnConsumedCapacity { get }

    /// For how many calls of a pattern's operation, its own or the batch get of what its keys stand for, the units of
    /// the next one count, that one among them; 0 for a call that is not asked for the units that it takes. Called
    /// before each call, from many threads.
    func weight(ofNext pattern: AccessPattern, _ operation: AccessPattern.Operation) -> Int

    /// Takes note of a call. Called on the caller's thread while a request waits: it must not block.
    func observe(_ call: AccessCall)
}
