import HTTPText

extension HTTPHeaders {
    /// Whether the client would rather have the answer in gzip than plain: `Accept-Encoding` names it, or `*`, with a
    /// weight that is not 0 and not below that of `identity` (RFC 9110, section 12.5.3). A malformed field counts as
    /// not said.
    public var prefersGzip: Bool {
        var gzip: Int?
        var identity: Int?
        var others: Int?
        for element in all("accept-encoding").listElements {
            guard let (name, weight) = Self.coding(element) else { continue }
            switch name {
            case .gzip: gzip = Swift.max(gzip ?? 0, weight)
            case .identity: identity = weight
            case .any: others = weight
            case .other: break
            }
        }
        guard let weight = gzip ?? others, weight > 0 else { return false }
        return weight >= identity ?? 0
    }

    private enum Coding {
        case gzip, identity, any, other
    }

    /// The coding of one element and its weight in thousandths.
    private static func coding(_ element: ArraySlice<UInt8>) -> (Coding, Int)? {
        let parts = element.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(\.trimmed)
        guard let name = parts.first, !name.isEmpty else { return nil }
        let coding: Coding =
            switch true {
            case matchesIgnoringCase(name, "gzip"), matchesIgnoringCase(name, "x-gzip"): .gzip
            case matchesIgnoringCase(name, "identity"): .identity
            case matchesIgnoringCase(name, "*"): .any
            default: .other
            }
        guard parts.count > 1 else { return (coding, 1000) }
        guard parts.count == 2, let weight = weight(parts[1]) else { return nil }
        return (coding, weight)
    }

    /// `q=` and a number from 0 to 1 with up to three decimals.
    private static func weight(_ text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= 3, text.first.map({ $0 | 0x20 }) == UInt8(ascii: "q"),
            text[text.startIndex + 1] == UInt8(ascii: "=")
        else { return nil }
        let number = text.dropFirst(2)
        guard let whole = number.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1") else { return nil }
        var thousandths = Int(whole - UInt8(ascii: "0")) * 1000
        let rest = number.dropFirst()
        guard rest.isEmpty || rest.first == UInt8(ascii: "."), rest.count <= 4 else { return nil }
        var unit = 100
        for digit in rest.dropFirst() {
            guard ByteClass.isDigit(digit) else { return nil }
            thousandths += Int(digit - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        return thousandths <= 1000 ? thousandths : nil
    }
}
