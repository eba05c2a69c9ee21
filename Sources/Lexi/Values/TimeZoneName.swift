import FoundationEssentials
import FoundationInternationalization
import Synchronization

/// The IANA name of a time zone that the system knows, like `Asia/Ho_Chi_Minh`.
public struct TimeZoneName: Sendable, Hashable {
    /// The zone of a new user.
    public static let standard = TimeZoneName(trusted: "Asia/Ho_Chi_Minh")
    /// Coordinated universal time.
    public static let utc = TimeZoneName(trusted: "UTC")
    /// The longest name that is taken, in bytes.
    public static let maximumLength = 64

    /// The name.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks that the zone is known. Offsets (`GMT+7`) are no names of zones.
    public init(_ text: String) throws(InvalidValue) {
        let hasShape =
            text.utf8.count <= Self.maximumLength
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                    UInt8(ascii: "/"):
                    true
                default: false
                }
            }
        guard hasShape, text == "UTC" || text.utf8.contains(UInt8(ascii: "/")), Zones.zone(text) != nil else {
            throw InvalidValue("must be the IANA name of a time zone, like Asia/Ho_Chi_Minh")
        }
        self.text = text
    }

    /// The calendar day that it is in this zone at a moment.
    public func day(at moment: Timestamp) -> LocalDay {
        // A zone that the system no longer knows counts as UTC: the day is then off by hours, but it is a day.
        let offset = Zones.zone(text)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds))) ?? 0
        return LocalDay(utc: moment.adding(seconds: Int64(offset)))
    }

    /// The first second of a day in this zone, to the second of the zone's offset at noon of that day.
    public func start(of day: LocalDay) -> Timestamp {
        let midnight = Timestamp(clamping: Int64(day.number) * 86_400)
        guard let zone = Zones.zone(text) else { return midnight }
        let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight.seconds)))
        let first = midnight.adding(seconds: -Int64(guess))
        // The offset just before the guess can differ from that at UTC midnight when a change lies between them.
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(first.seconds)))
        return midnight.adding(seconds: -Int64(offset))
    }
}

/// Zones that were looked up, by name: making one reads its rules.
private enum Zones {
    private static let known = Mutex<[String: TimeZone]>([:])

    static func zone(_ name: String) -> TimeZone? {
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = TimeZone(identifier: name) else { return nil }
        known.withLock { $0[name] = zone }
        return zone
    }
}
