/// What happened to an identity provider's keys.
public enum KeySetEvent: Sendable, Equatable {
    /// They were read.
    case loaded(place: String, keys: Int, unused: [String])
    /// They could not be read; whether older ones stay in use.
    case failed(place: String, reason: String, keepsKeys: Bool)
}
