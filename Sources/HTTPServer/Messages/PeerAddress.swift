import Glibc

/// The address of the other end of a connection. Kept as numbers: text is made only when a caller asks.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    let isIPv6: Bool
    let high: UInt64
    let low: UInt64
    /// The TCP port.
    public let port: UInt16

    /// No address: for requests that were made by hand.
    public static let none = PeerAddress(isIPv6: false, high: 0, low: 0, port: 0)

    init(isIPv6: Bool, high: UInt64, low: UInt64, port: UInt16) {
        self.isIPv6 = isIPv6
        self.high = high
        self.low = low
        self.port = port
    }

    init(_ storage: sockaddr_storage) {
        self = withUnsafeBytes(of: storage) { bytes in
            if Int32(storage.ss_family) == AF_INET6 {
                let address = bytes.load(as: sockaddr_in6.self)
                return withUnsafeBytes(of: address.sin6_addr) { octets in
                    PeerAddress(
                        isIPv6: true, high: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                        low: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                        port: UInt16(bigEndian: address.sin6_port))
                }
            }
            let address = bytes.load(as: sockaddr_in.self)
            return PeerAddress(
                isIPv6: false, high: 0, low: UInt64(UInt32(bigEndian: address.sin_addr.s_addr)),
                port: UInt16(bigEndian: address.sin_port))
        }
    }

    /// The address without the port, such as `127.0.0.1` or `::1`.
    public var host: String { isIPv6 ? textOfIPv6 : textOfIPv4 }

    private var textOfIPv4: String {
        String(unsafeUninitializedCapacity: 15) { buffer in
            var count = 0
            for shift in stride(from: UInt64(24), through: 0, by: -8) {
                if count > 0 {
                    buffer[count] = UInt8(ascii: ".")
                    count += 1
                }
                let octet = Int(low >> shift & 255)
                for (divisor, least) in [(100, 100), (10, 10), (1, 0)] where octet >= least {
                    buffer[count] = UInt8(ascii: "0") + UInt8(octet / divisor % 10)
                    count += 1
                }
            }
            return count
        }
    }

    private var textOfIPv6: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var octets = (high.bigEndian, low.bigEndian)
        let isDone = inet_ntop(AF_INET6, &octets, &text, socklen_t(text.count)) != nil
        return isDone ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
    }

    /// Address and port, such as `127.0.0.1:5000` or `[::1]:5000`.
    public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
