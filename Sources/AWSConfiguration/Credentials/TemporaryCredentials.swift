import AWSSignatures
import JSONText

/// Credentials, and until when they are good.
struct TemporaryCredentials: Sendable, Equatable {
    let credentials: AWSCredentials
    /// Seconds since 1970; nil for credentials that stay good.
    let expiry: Int?

    /// Credentials that a file or the environment gives.
    init(_ credentials: AWSCredentials, expiry: Int? = nil) {
        self.credentials = credentials
        self.expiry = expiry
    }

    /// The document in which containers, instances and programs give credentials.
    ///
    /// - Parameters:
    ///   - token: the member with the session token: `Token`, or `SessionToken` from programs.
    ///   - place: who gave it, for messages.
    /// - Throws: ``CredentialsError``, which shows nothing of the document.
    init(json: [UInt8], token: String, place: String) throws(CredentialsError) {
        guard let document = try? JSONValue.parse(json, limits: JSONLimits()) else {
            throw CredentialsError("\(place) did not answer with a JSON document", isTemporary: true)
        }
        guard let key = document["AccessKeyId"]?.stringValue, !key.isEmpty,
            let secret = document["SecretAccessKey"]?.stringValue, !secret.isEmpty
        else {
            throw CredentialsError("the answer of \(place) lacks AccessKeyId or SecretAccessKey", isTemporary: true)
        }
        credentials = AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: document[token]?.stringValue)
        guard let text = document["Expiration"]?.stringValue else {
            expiry = nil
            return
        }
        guard let moment = Timestamp.seconds(text) else {
            throw CredentialsError("the Expiration in the answer of \(place) is no time such as 2026-01-31T12:00:00Z")
        }
        expiry = moment
    }
}

/// Moments in the extended format of ISO 8601: `2026-01-31T12:00:00Z`, also with a fraction or an offset.
enum Timestamp {
    /// Seconds since 1970; nil for other formats, and for days that are not in the calendar.
    static func seconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        let day = bytes[0..<4] + bytes[5..<7] + bytes[8..<10]
        let time = bytes[11..<13] + bytes[14..<16] + bytes[17..<19]
        guard bytes[10] | 0x20 == UInt8(ascii: "t"),
            let moment = SigningTime(
                String(decoding: day, as: UTF8.self) + "T" + String(decoding: time, as: UTF8.self) + "Z")
        else { return nil }
        var zone = bytes[19...]
        if zone.first == UInt8(ascii: ".") {
            zone = zone.dropFirst()
            let digits = zone.prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            zone = zone.dropFirst(digits.count)
        }
        return offset(Array(zone)).map { moment.secondsSince1970 - $0 }
    }

    /// `Z` or `+hh:mm`, also without the colon; in seconds east of UTC.
    private static func offset(_ zone: [UInt8]) -> Int? {
        if zone.count == 1, zone[0] | 0x20 == UInt8(ascii: "z") { return 0 }
        let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4,
            digits.allSatisfy(isDigit)
        else { return nil }
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        let seconds = (values[0] * 10 + values[1]) * 3600 + (values[2] * 10 + values[3]) * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
