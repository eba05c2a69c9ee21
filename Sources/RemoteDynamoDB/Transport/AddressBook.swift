/// The addresses of an endpoint: how long they are used, and in which order they are tried.
///
/// Addresses are tried in the order of the resolver (RFC 6724), but those that took no connection of late come last, so
/// that not every new connection finds out again (RFC 8305, section 4, "historical RTT data").
struct AddressBook {
    private var addresses: [SocketAddress] = []
    private var resolvedAt: Duration = .zero
    private var isExpired = true
    /// Until when an address comes after the others.
    private var avoided: [SocketAddress: Duration] = [:]

    /// How long the addresses of a name are used before it is looked up again.
    static let life: Duration = .seconds(30)
    /// How long an address that took no connection comes after the others.
    static let avoidance: Duration = .seconds(60)
    /// An address with others after it has no longer than this to take a connection, so that a lost packet can be sent
    /// once more: what RFC 8305, section 5 has as the longest delay between attempts.
    static let longestAttempt: Duration = .seconds(2)

    var isEmpty: Bool { addresses.isEmpty }

    /// Whether the addresses need not be looked up.
    func areFresh(now: Duration) -> Bool { !addresses.isEmpty && !isExpired && now - resolvedAt < Self.life }

    /// Takes newer addresses.
    mutating func replace(with found: [SocketAddress], now: Duration) {
        addresses = found
        keep(now: now)
    }

    /// Goes on with the addresses that there are.
    mutating func keep(now: Duration) {
        resolvedAt = now
        isExpired = false
    }

    /// Has the addresses looked up before they are used again.
    mutating func expire() { isExpired = true }

    /// Notes whether an address took a connection.
    mutating func note(_ address: SocketAddress, succeeded: Bool, now: Duration) {
        avoided[address] = succeeded ? nil : now + Self.avoidance
    }

    /// The addresses in the order in which they are to be tried.
    mutating func ordered(now: Duration) -> [SocketAddress] {
        if avoided.isEmpty { return addresses }
        avoided = avoided.filter { $0.value > now }
        return addresses.filter { avoided[$0] == nil } + addresses.filter { avoided[$0] != nil }
    }

    /// Until when an address may take a connection: those that are to be tried after it get their share of the time.
    static func attemptEnd(now: Duration, deadline: Duration, remaining: Int) -> Duration {
        guard remaining > 0 else { return deadline }
        return now + min((deadline - now) / (remaining + 1), longestAttempt)
    }
}
