import HTTPServer

/// The field `traceparent` of a request (W3C Trace Context, section 3.2): which trace of several services it belongs
/// to.
struct TraceParent: Sendable {
    /// Version, trace, parent and flags, in hexadecimal digits.
    private static let parts = [2, 32, 16, 2]
    private static let length = parts.reduce(parts.count - 1, +)
    private static let traceDigits = 3..<35

    /// The field's value.
    let text: String

    /// The trace's id, 32 hexadecimal digits.
    var traceID: String { String(decoding: Array(text.utf8)[Self.traceDigits], as: UTF8.self) }

    /// The one field of a request; nil without one, and for a malformed one, which is ignored.
    init?(_ headers: HTTPHeaders) {
        guard let value = headers.only("traceparent"), value.count >= Self.length, Self.isWellFormed(Array(value))
        else {
            return nil
        }
        text = String(decoding: value, as: UTF8.self)
    }

    private static func isWellFormed(_ value: [UInt8]) -> Bool {
        var start = 0
        for (index, count) in parts.enumerated() {
            if index > 0 {
                guard value[start] == UInt8(ascii: "-") else { return false }
                start += 1
            }
            let part = value[start..<start + count]
            guard part.allSatisfy(isDigit) else { return false }
            // A trace and a parent of zeros name nothing.
            if index == 1 || index == 2, part.allSatisfy({ $0 == UInt8(ascii: "0") }) { return false }
            start += count
        }
        // Version 255 is forbidden; later versions may add parts, version 0 has none.
        if value.starts(with: "ff".utf8) { return false }
        if value.count == length { return true }
        return !value.starts(with: "00".utf8) && value[length] == UInt8(ascii: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
