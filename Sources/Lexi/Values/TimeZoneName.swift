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
        guard text.utf8.count <= Self.maximumLength, Self.isOfDatabase(text), Zones.zone(text) != nil else {
            throw InvalidValue("must be the IANA name of a time zone, like Asia/Ho_Chi_Minh")
        }
        self.text = text
    }

    /// Whether the database of IANA can have the name: the system also knows offsets and names that are its own.
    private static func isOfDatabase(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "/")) else {
            return plainNames.contains { $0.utf8.elementsEqual(text.utf8) }
        }
        return text.utf8.allSatisfy(isNameByte) && !text.hasPrefix("SystemV/") && text != "Etc/Unknown"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// The names of the database that have no area before a slash. New ones are not made (tzdata's `theory.html`), so
    /// that the list is complete; `Factory` is left out, since it stands for a zone that nobody has set.
    private static let plainNames = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0",
        "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya",
        "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK",
        "Singapore", "Turkey", "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
    ]

    /// The calendar day that it is in this zone at a moment.
    public func day(at moment: Timestamp) -> LocalDay {
        // A zone that the system no longer knows counts as UTC: the day is then off by hours, but it is a day.
        LocalDay(utc: moment.adding(seconds: Self.offset(Zones.zone(text), at: moment.seconds)))
    }

    /// The first instant of a day in this zone, or of the part of it that begins when the clocks show an hour. Of a day
    /// or an hour that the zone leaves out (Samoa had no 30 December 2011) it is the first instant of what follows.
    public func start(of day: LocalDay, hour: Int = 0) -> Timestamp {
        let wanted = Int64(day.number) * 86_400 + Int64(hour) * 3600
        let zone = Zones.zone(text)
        // No zone changes its clocks twice in these two days, and no offset is as large as a day.
        let before = Self.offset(zone, at: wanted - 86_400)
        let after = Self.offset(zone, at: wanted + 86_400)
        // Where an offset changes between the two, one of them may belong to a time that this zone's clocks skip.
        let early = wanted - max(before, after)
        let late = wanted - min(before, after)
        return Timestamp(clamping: before == after ? early : first(showing: wanted, zone, early, late))
    }

    /// The first instant from `early` to `late` at which the clocks show a time or a later one: before that of the
    /// later of two offsets they cannot, and at that of the earlier they do.
    private func first(showing wanted: Int64, _ zone: TimeZone?, _ early: Int64, _ late: Int64) -> Int64 {
        func hasBegun(_ moment: Int64) -> Bool { moment + Self.offset(zone, at: moment) >= wanted }
        if hasBegun(early) { return early }
        var (before, begun) = (early, late)
        while begun - before > 1 {
            let middle = before + (begun - before) / 2
            if hasBegun(middle) { begun = middle } else { before = middle }
        }
        return begun
    }

    private static func offset(_ zone: TimeZone?, at seconds: Int64) -> Int64 {
        Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) ?? 0)
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
