import HTTPServer
import HTTPText

/// Finds out from which address a request comes, when proxies of the operator's stand in between.
///
/// A proxy names the address that it got the request from in `Forwarded` (RFC 7239) or `X-Forwarded-For`. From the last
/// one back, addresses of trusted proxies are passed over; the first other one is the client's. A request that no
/// trusted proxy brought is its peer's, whatever its fields say; so is one whose two fields disagree, since a proxy
/// sets one of them and may pass the other on as the client sent it.
struct ClientAddress: Sendable {
    /// Proxies in a row.
    private static let maximumHops = 16

    let trusted: [AddressRange]

    func of(_ request: HTTPRequest) -> PeerAddress {
        guard !trusted.isEmpty, isTrusted(request.peer) else { return request.peer }
        let forwarded = Self.forwarded(request.headers.all("forwarded"))
        let others = Self.list(request.headers.all("x-forwarded-for"))
        switch (forwarded.isEmpty, others.isEmpty) {
        case (true, true): return request.peer
        case (false, true): return client(forwarded, request.peer)
        case (true, false): return client(others, request.peer)
        case (false, false):
            let (one, other) = (client(forwarded, request.peer), client(others, request.peer))
            return one.host == other.host ? one : request.peer
        }
    }

    private func isTrusted(_ address: PeerAddress) -> Bool { trusted.contains { $0.contains(address) } }

    /// A hop that is not an address, such as `unknown`, ends the way back: the proxy that named it counts.
    private func client(_ hops: [ArraySlice<UInt8>], _ peer: PeerAddress) -> PeerAddress {
        var address = peer
        for hop in hops.reversed().prefix(Self.maximumHops) {
            guard let next = PeerAddress(text: hop) else { return address }
            address = next
            if !isTrusted(next) { return address }
        }
        return address
    }

    private static func list(_ fields: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        fields.flatMap { $0.split(separator: UInt8(ascii: ",")) }.map(\.trimmed)
    }

    /// The `for` of each element (RFC 7239, section 4); one without counts as unknown.
    private static func forwarded(_ fields: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        list(fields).map { element in
            for pair in element.split(separator: UInt8(ascii: ";")) {
                let pair = pair.trimmed
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
                    pair[..<equals].elementsEqual("for".utf8, by: { $0 | 0x20 == $1 })
                else { continue }
                let value = pair[(equals + 1)...]
                let quote = UInt8(ascii: "\"")
                guard value.count >= 2, value.first == quote, value.last == quote else { return value }
                return value.dropFirst().dropLast()
            }
            return element.prefix(0)
        }
    }
}
