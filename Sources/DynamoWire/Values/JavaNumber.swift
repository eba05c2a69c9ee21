import DynamoModel

/// What the service finds wrong with a number of a statement's parameter before DynamoDB's own rules: it reads the text
/// as Java's `BigDecimal` does, whose exponents and scales have 32 bits.
///
/// Source: the conformance suite paritysuite/dynamodb-conformance (`tests/tier3/error-messages/
/// partiqlParameterNumbers.test.ts`), from captures of October 2026.
enum JavaNumber {
    /// - Throws: `validation` for a text that is not such a number, or whose magnitude does not fit.
    static func check(_ text: String) throws(DynamoDBError) {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        guard parts.count == 2 else { return }
        guard let written = String(parts[1]), let exponent = Int(written), Int32(exactly: exponent) != nil else {
            throw .validation(DynamoNumberError.malformed(text).description)
        }
        let digits = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let fraction = digits.count > 1 ? digits[1].count : 0
        guard Int32(exactly: fraction - exponent) != nil else {
            throw .validation(DynamoNumberError.malformed(text).description)
        }
        // The precision less the scale wraps around in 32 bits.
        let precision = parts[0].count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard precision - fraction + exponent <= Int(Int32.max) else {
            throw .validation(DynamoNumberError.underflow.description)
        }
    }
}
