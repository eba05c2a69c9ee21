/// What a configuration file says, from which its text is made. Objects keep the order of their members, so that the
/// text is always the same.
public indirect enum DocumentTree: Sendable {
    /// Written with the quotes and escapes of the format.
    case text(String)
    /// A truth value.
    case flag(Bool)
    /// Its elements in this order.
    case list([DocumentTree])
    /// Members by name, in this order.
    case object([(name: String, value: DocumentTree)])
    /// An intrinsic function of CloudFormation with its argument, such as `Ref`.
    case function(String, String)
}

extension DocumentTree: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Same as ``text(_:)``.
    public init(stringLiteral text: String) { self = .text(text) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// Same as ``list(_:)``.
    public init(arrayLiteral elements: DocumentTree...) { self = .list(elements) }
    /// Members in the order in which they are written.
    public init(dictionaryLiteral members: (String, DocumentTree)...) {
        self = .object(members.map { (name: $0.0, value: $0.1) })
    }
}

// MARK: - JSON

extension DocumentTree {
    /// How wide a line may become before a list or an object is spread over several.
    private static let width = 120

    /// The text as JSON, indented by two spaces; short values of scalars alone are on one line.
    public var json: String { lines(isTop: true).joined(separator: "\n") + "\n" }

    private var isScalar: Bool {
        switch self {
        case .text, .flag: true
        case .list, .object, .function: false
        }
    }

    private func lines(isTop: Bool = false) -> [String] {
        switch self {
        case .text(let text): return [Self.quoted(text)]
        case .flag(let value): return [value ? "true" : "false"]
        case .list(let elements):
            return Self.spread("[", elements.map { ("", $0) }, "]")
        case .object(let members):
            let named = members.map { (Self.quoted($0.name) + ": ", $0.value) }
            return Self.spread("{", named, "}", isLong: isTop)
        case .function(let name, let argument):
            let member = name == "Ref" ? name : "Fn::" + name
            return ["{ \(Self.quoted(member)): \(Self.quoted(argument)) }"]
        }
    }

    private static func spread(
        _ open: String, _ parts: [(prefix: String, value: DocumentTree)], _ close: String, isLong: Bool = false
    ) -> [String] {
        if parts.isEmpty { return [open + close] }
        if !isLong, parts.allSatisfy(\.value.isScalar) {
            let space = open == "{" ? " " : ""
            let line = parts.map { $0.prefix + $0.value.lines()[0] }.joined(separator: ", ")
            if line.utf8.count <= width - 20 { return [open + space + line + space + close] }
        }
        var lines = [open]
        for (index, part) in parts.enumerated() {
            var inner = part.value.lines()
            inner[0] = part.prefix + inner[0]
            if index < parts.count - 1 { inner[inner.count - 1] += "," }
            lines += inner.map { "  " + $0 }
        }
        return lines + [close]
    }

    /// A JSON string (RFC 8259, section 7), which is also a double-quoted scalar of YAML and, without `${`, of HCL.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

// MARK: - YAML

extension DocumentTree {
    /// The text as YAML in block style, with CloudFormation's short forms of functions.
    public var yaml: String { yamlLines.joined(separator: "\n") + "\n" }

    private var yamlLines: [String] {
        switch self {
        case .text(let text): return [Self.isPlain(text) ? text : Self.quoted(text)]
        case .flag(let value): return [value ? "true" : "false"]
        case .function(let name, let argument):
            return ["!\(name) " + (Self.isPlain(argument) ? argument : Self.quoted(argument))]
        case .list(let elements):
            if elements.isEmpty { return ["[]"] }
            return elements.flatMap { Self.indented($0.yamlLines, first: "- ") }
        case .object(let members):
            if members.isEmpty { return ["{}"] }
            return members.flatMap { member -> [String] in
                let lines = member.value.yamlLines
                let name = (Self.isPlain(member.name) ? member.name : Self.quoted(member.name)) + ":"
                return member.value.isBlock ? [name] + Self.indented(lines, first: "  ") : ["\(name) \(lines[0])"]
            }
        }
    }

    /// Whether it stands on separate lines.
    private var isBlock: Bool {
        switch self {
        case .text, .flag, .function: false
        case .list(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        }
    }

    private static func indented(_ lines: [String], first: String) -> [String] {
        lines.enumerated().map { ($0.offset == 0 ? first : "  ") + $0.element }
    }

    /// Whether a text needs no quotes: words of letters, digits and a few signs that nothing takes for another type.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        let isWords = text.utf8.allSatisfy { isLetter($0) || isDigit($0) || " _-./".utf8.contains($0) }
        return isWords && text.utf8.last != UInt8(ascii: " ") && !reserved.contains(text.lowercased())
    }

    /// What YAML 1.1 takes for something else than a text.
    private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
