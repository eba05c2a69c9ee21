/// Where an identity provider's key set is: a file, or the provider's own address.
public protocol KeySetSource: Sendable {
    /// The place, for messages.
    var place: String { get }

    /// Reads the document. It ends within ``ProviderKeys/loadSeconds``.
    func load() async throws(KeySetFailure) -> [UInt8]
}
