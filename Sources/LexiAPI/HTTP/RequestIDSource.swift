import HTTPServer
import Lexi
import Synchronization

/// Gives each request a name that its answer and its log line carry.
///
/// A client or proxy may bring one (`X-Request-Id`): 1 to 64 letters, digits, `.`, `_` or `-`. Any other is replaced,
/// so that it cannot break a log line.
final class RequestIDSource: Sendable {
    static let maximumLength = 64
    private static let numberDigits = 10

    /// Random at each start, so that the ids of two processes differ.
    private let prefix: [UInt8]
    private let counter = Atomic<UInt64>(0)

    init(random: RandomSource) { prefix = Self.hex(random.next(), digits: 12) }

    /// The request's own id if it is well-formed, else a new one.
    func id(for headers: HTTPHeaders) -> [UInt8] {
        if let given = headers.first("x-request-id"), (1...Self.maximumLength).contains(given.count),
            given.allSatisfy(Self.isAllowed)
        {
            return Array(given)
        }
        return next()
    }

    /// A new id.
    func next() -> [UInt8] {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return [UInt8](unsafeUninitializedCapacity: prefix.count + Self.numberDigits) { buffer, count in
            for index in prefix.indices { buffer[index] = prefix[index] }
            for place in 0..<Self.numberDigits {
                buffer[prefix.count &+ place] = Self.digit(number, place, of: Self.numberDigits)
            }
            count = prefix.count &+ Self.numberDigits
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func hex(_ value: UInt64, digits: Int) -> [UInt8] {
        (0..<digits).map { digit(value, $0, of: digits) }
    }

    private static func digit(_ value: UInt64, _ place: Int, of digits: Int) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value &>> UInt64(4 &* (digits &- 1 &- place))) & 15
        return digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10
    }
}
