/// The value of `If-Match` or `If-None-Match` (RFC 9110, section 13.1).
enum EntityTagCondition: Sendable, Equatable {
    /// `*`: any representation.
    case any
    /// One of these. `isWeak` tags never match strongly.
    case tags([(isWeak: Bool, opaque: [UInt8])])

    /// Reads all fields of the name together, as one list; nil when they are malformed.
    init?(_ fields: [ArraySlice<UInt8>]) {
        let list = fields.joined(separator: [UInt8(ascii: ",")])
        var scanner = Scanner(bytes: Array(list))
        if scanner.isStarAlone {
            self = .any
            return
        }
        var tags: [(isWeak: Bool, opaque: [UInt8])] = []
        while scanner.skipSeparators() {
            guard tags.isEmpty || scanner.sawComma, let tag = scanner.tag() else { return nil }
            tags.append(tag)
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Strong comparison (for `If-Match`). Nil is the tag of a representation without one: only `*` names it.
    func matchesStrongly(_ tag: EntityTag?) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { !$0.isWeak && $0.opaque == tag?.opaque }
        }
    }

    /// Weak comparison (for `If-None-Match`).
    func matchesWeakly(_ tag: EntityTag?) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.opaque == tag?.opaque }
        }
    }

    /// Whether a write of what the tag stands for may go on: strong comparison of what writes change, the version.
    func permitsWriting(_ tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags):
            tags.contains { !$0.isWeak && EntityTag.written($0.opaque) == EntityTag.written(tag.opaque) }
        }
    }

    static func == (left: EntityTagCondition, right: EntityTagCondition) -> Bool {
        switch (left, right) {
        case (.any, .any): true
        case (.tags(let left), .tags(let right)):
            left.elementsEqual(right) { $0.isWeak == $1.isWeak && $0.opaque == $1.opaque }
        default: false
        }
    }
}

/// Goes over a list of tags.
private struct Scanner {
    let bytes: [UInt8]
    var index = 0
    var sawComma = false

    init(bytes: [UInt8]) { self.bytes = bytes }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    var isStarAlone: Bool { bytes.filter { !Self.isSpace($0) } == [UInt8(ascii: "*")] }

    /// Steps over white space and commas; false at the end.
    mutating func skipSeparators() -> Bool {
        sawComma = false
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ",") {
                sawComma = true
            } else if !Self.isSpace(bytes[index]) {
                return true
            }
            index += 1
        }
        return false
    }

    mutating func tag() -> (isWeak: Bool, opaque: [UInt8])? {
        var isWeak = false
        if bytes[index...].starts(with: "W/".utf8) {
            isWeak = true
            index += 2
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        // etagc of RFC 9110, section 8.8.3: visible characters without the quote, and bytes above ASCII.
        guard bytes[start..<end].allSatisfy({ $0 == 0x21 || (0x23...0x7e).contains($0) || $0 >= 0x80 }) else {
            return nil
        }
        index = end + 1
        return (isWeak, Array(EntityTag.unmarked(bytes[start..<end])))
    }
}
