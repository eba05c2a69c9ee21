extension Timestamp {
    /// Reads exactly `yyyymmddThhmmssZ`, the basic format of ISO 8601; nil for anything else, also for a day that no
    /// month has.
    public init?(basic text: String) {
        var text = text
        let seconds: Int? = text.withUTF8 { bytes in
            guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
                let year = decimal(bytes, 0, 4), let month = decimal(bytes, 4, 2), let day = decimal(bytes, 6, 2),
                let hour = decimal(bytes, 9, 2), let minute = decimal(bytes, 11, 2), let second = decimal(bytes, 13, 2),
                hour < 24, minute < 60, second < 60, let date = LocalDay(year: year, month: month, day: day)
            else { return nil }
            return date.number * secondsOfDay + hour * 3600 + minute * 60 + second
        }
        guard let seconds else { return nil }
        self.init(clamping: seconds)
    }

    /// The text `yyyymmddThhmmssZ`.
    public var basicText: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            writeBasicDay(to: buffer)
            let second = Int(seconds) - LocalDay(utc: self).number * secondsOfDay
            buffer[8] = UInt8(ascii: "T")
            writeDecimal(second / 3600, to: buffer, 9, 2)
            writeDecimal(second / 60 % 60, to: buffer, 11, 2)
            writeDecimal(second % 60, to: buffer, 13, 2)
            buffer[15] = UInt8(ascii: "Z")
            return 16
        }
    }

    /// Its day in UTC, `yyyymmdd`.
    public var basicDay: String {
        String(unsafeUninitializedCapacity: 8) { buffer in
            writeBasicDay(to: buffer)
            return 8
        }
    }

    private func writeBasicDay(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let date = LocalDay(utc: self).civil
        writeDecimal(date.year, to: buffer, 0, 4)
        writeDecimal(date.month, to: buffer, 4, 2)
        writeDecimal(date.day, to: buffer, 6, 2)
    }
}
