/// The grammar of patterns: `/`, or segments that are each a literal or `{name}`.
enum RoutePattern {
    enum Segment {
        case literal([UInt8])
        case parameter(String)
    }

    static func segments(of pattern: String) throws(RouterError) -> [Segment] {
        let bytes = Array(pattern.utf8)
        guard bytes.first == UInt8(ascii: "/") else { throw .invalidPattern(pattern, "it does not start with /") }
        if bytes.count == 1 { return [] }
        var segments: [Segment] = []
        for piece in bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let segment = segment(piece) else {
                throw .invalidPattern(pattern, "a segment is empty, a dot segment, or has a stray brace")
            }
            segments.append(segment)
        }
        return segments
    }

    private static func segment(_ piece: ArraySlice<UInt8>) -> Segment? {
        let braces = [UInt8(ascii: "{"), UInt8(ascii: "}")]
        if piece.first == braces[0], piece.last == braces[1], piece.count > 2 {
            let name = piece.dropFirst().dropLast()
            guard !name.contains(where: braces.contains) else { return nil }
            return .parameter(String(decoding: name, as: UTF8.self))
        }
        let isDots = piece.count <= 2 && piece.allSatisfy { $0 == UInt8(ascii: ".") }
        return isDots || piece.contains(where: braces.contains) ? nil : .literal(Array(piece))
    }
}
