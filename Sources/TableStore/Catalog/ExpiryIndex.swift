import DynamoModel

/// The items of a table in the order of the times when they expire: what removes them looks nowhere else.
///
/// An entry's key is the time (seconds since 1970, eight bytes, big endian) and the item's key; its value is that of
/// any ``IndexEntry``.
package struct ExpiryIndex: Sendable, Equatable {
    /// The number of its storage; never used twice in a file.
    package let id: Int
    /// False while it is being filled from the table.
    package var isActive: Bool

    /// The bytes of the time.
    private static let timeSize = 8

    /// The entry of an item; nil for one that never expires: it lacks the attribute, or that is no number of seconds
    /// since 1970.
    func entryKey(of item: Item, attribute: String, baseKey: KeyBytes) -> KeyBytes? {
        guard let value = item[attribute], let seconds = Self.seconds(value) else { return nil }
        return Self.start(of: seconds) + baseKey
    }

    /// The least key of a time.
    static func start(of seconds: Int) -> KeyBytes { withUnsafeBytes(of: UInt64(seconds).bigEndian) { KeyBytes($0) } }

    /// The time of an entry.
    static func seconds(ofEntry key: UnsafeRawBufferPointer) -> Int {
        Int(truncatingIfNeeded: UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)))
    }

    /// The whole seconds of a time to live.
    private static func seconds(_ value: AttributeValue) -> Int? {
        guard case .n(let number) = value, !number.isNegative else { return nil }
        if let whole = number.int { return whole }
        guard number.magnitude < 0 || number.exponent < 0 else { return nil }
        var coefficient = number.coefficient
        for _ in 0..<min(-Int(number.exponent), DynamoNumber.maximumDigits) { coefficient /= 10 }
        return coefficient <= UInt128(Int.max) ? Int(coefficient) : nil
    }
}
