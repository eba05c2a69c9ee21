/// Sequence numbers of changes as streams show them: 21 digits, in the order of the numbers.
enum SequenceNumber {
    /// Digits after the first, which is always 1.
    private static let digits = 20

    static func text(_ sequence: Int) -> String {
        let number = String(sequence)
        return "1" + String(repeating: "0", count: digits - number.utf8.count) + number
    }

    /// The change of a text; nil when this endpoint did not make it.
    static func sequence(_ text: String) -> Int? {
        guard text.utf8.count == digits + 1, text.utf8.first == UInt8(ascii: "1"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text.dropFirst())
    }
}
