import Digests

/// Writes Ion text: no white space, and nothing that would break a line.
public struct IonWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8]
    /// Whether the next value needs a comma before it.
    private var needsComma = false

    /// A writer that appends to bytes.
    public init(appendingTo bytes: [UInt8] = []) { self.bytes = bytes }

    /// Writes the marker of Ion 1.0, and a space.
    public mutating func marker() { bytes += Array("$ion_1_0 ".utf8) }

    /// Begins a structure.
    public mutating func beginStructure() { open(UInt8(ascii: "{")) }
    /// Ends a structure.
    public mutating func endStructure() { close(UInt8(ascii: "}")) }
    /// Begins a list.
    public mutating func beginList() { open(UInt8(ascii: "[")) }
    /// Ends a list.
    public mutating func endList() { close(UInt8(ascii: "]")) }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Writes the name of the field whose value comes next.
    public mutating func name(_ name: String) {
        separate()
        symbol(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes an annotation of the value that comes next.
    public mutating func annotation(_ name: String) {
        separate()
        symbol(name)
        bytes += [UInt8(ascii: ":"), UInt8(ascii: ":")]
        needsComma = false
    }

    /// Writes null.
    public mutating func null() { word("null") }
    /// Writes a truth.
    public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    /// Writes a decimal number.
    ///
    /// - Parameter text: the number as Ion writes it, with a point or the exponent's `d`.
    public mutating func decimal(_ text: String) { word(text) }

    /// Writes bytes.
    public mutating func blob(_ value: [UInt8]) { word("{{\(Base64.encode(value))}}") }

    private mutating func word(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        quote(text, by: UInt8(ascii: "\""))
    }

    private static let words = ["null", "true", "false", "nan"]
    /// The longest name that is written without quotes, in bytes: readers bound those, as ``IonParser`` does.
    private static let longestPlain = 256

    /// Writes a symbol, in quotes where it would not be one without.
    private mutating func symbol(_ name: String) {
        let isPlain =
            name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
            && name.utf8.count <= Self.longestPlain && name.utf8.allSatisfy(IonParser.isIdentifier)
            && !Self.words.contains(name) && !Self.isNumbered(name)
        guard isPlain else { return quote(name, by: UInt8(ascii: "'")) }
        bytes.append(contentsOf: name.utf8)
    }

    /// Whether a name would be that of a symbol by its number, or could be a version marker.
    private static func isNumbered(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "$")
            && (name.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                || name.hasPrefix("$ion"))
    }

    private mutating func quote(_ text: String, by mark: UInt8) {
        bytes.append(mark)
        for byte in text.utf8 {
            switch byte {
            case mark, UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0a: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0d: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<0x20, 0x7f: bytes.append(contentsOf: "\\x\(Hex.encode([byte]))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(mark)
    }
}
