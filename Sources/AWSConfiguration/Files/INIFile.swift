/// A configuration file of AWS's tools: sections of names with values.
///
/// The rules are those of Python's `configparser` as botocore uses it, which is what most files have been tried with: a
/// line that begins with `#` or `;` is a comment, one elsewhere in a line is not; a name ends at the first `=` or `:`;
/// a line that is indented more than its name goes on with the value; a section or a name that comes twice is an error.
struct INIFile: Sendable, Equatable {
    /// The sections by name, each with its values by their names in lower case.
    private(set) var sections: [String: [String: String]] = [:]

    /// The section whose values count in all others.
    private static let common = "DEFAULT"

    /// No sections.
    init() {}

    /// Parses the bytes of a file.
    ///
    /// - Throws: ``ConfigurationError`` that names the file and the line; never what stands there, which may be a
    ///   secret.
    init(_ bytes: [UInt8], path: String) throws(ConfigurationError) {
        var reader = Reader(path: path)
        for line in Self.lines(bytes) { try reader.read(line) }
        let shared = try reader.values(of: Self.common)
        for name in reader.order where name != Self.common {
            sections[name] = shared.merging(try reader.values(of: name)) { $1 }
        }
    }

    /// The lines, which end with LF, CRLF or CR.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        var rest = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        var lines: [ArraySlice<UInt8>] = []
        while let end = rest.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) {
            lines.append(rest[..<end])
            let isPair = rest[end] == 0x0d && end + 1 < rest.endIndex && rest[end + 1] == 0x0a
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }

    /// The values of a nested section: a value that begins with a line end, and has one `name = value` on each line.
    ///
    /// - Returns: nil when it is not a nested section.
    static func nested(_ value: String) -> [String: String]? {
        let bytes = Array(value.utf8)
        guard bytes.first == 0x0a else { return nil }
        var values: [String: String] = [:]
        for line in bytes.split(separator: 0x0a) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: line[..<equals].trimmed, as: UTF8.self)
            values[name] = String(decoding: line[(equals + 1)...].trimmed, as: UTF8.self)
        }
        return values
    }
}

extension INIFile {
    /// Reads line by line.
    private struct Reader {
        let path: String
        private(set) var order: [String] = []
        private var found: [String: [String: [ArraySlice<UInt8>]]] = [:]
        private var section: String?
        private var name: String?
        private var indent = 0
        private var number = 0

        init(path: String) { self.path = path }

        mutating func read(_ line: ArraySlice<UInt8>) throws(ConfigurationError) {
            number += 1
            let text = line.trimmed
            if let first = text.first, first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
            // An empty line may stand within a value.
            guard !text.isEmpty else { return append(text) }
            let depth = text.startIndex - line.startIndex
            if name != nil, depth > indent { return append(text) }
            indent = depth
            if text.first == UInt8(ascii: "["), let end = text.lastIndex(of: UInt8(ascii: "]")),
                end > text.startIndex + 1
            {
                return try begin(try string(text[(text.startIndex + 1)..<end]))
            }
            try add(text)
        }

        private mutating func append(_ text: ArraySlice<UInt8>) {
            guard let section, let name else { return }
            found[section]?[name]?.append(text)
        }

        private mutating func begin(_ title: String) throws(ConfigurationError) {
            guard found[title] == nil || title == INIFile.common else { throw error("the section comes twice") }
            if found[title] == nil {
                order.append(title)
                found[title] = [:]
            }
            section = title
            name = nil
        }

        private mutating func add(_ text: ArraySlice<UInt8>) throws(ConfigurationError) {
            guard let section else { throw error("there is no section such as [default] before it") }
            let delimiters: [UInt8] = [UInt8(ascii: "="), UInt8(ascii: ":")]
            guard let delimiter = text.firstIndex(where: { delimiters.contains($0) }) else {
                throw error("it is neither a section nor 'name = value'")
            }
            let key = try string(text[..<delimiter].trimmed).lowercased()
            guard !key.isEmpty else { throw error("there is no name before the '='") }
            guard found[section]?[key] == nil else { throw error("the name '\(key)' comes twice in its section") }
            found[section]?[key] = [text[(delimiter + 1)...].trimmed]
            name = key
        }

        /// The values of a section, each of one or more lines.
        func values(of section: String) throws(ConfigurationError) -> [String: String] {
            var values: [String: String] = [:]
            for (name, lines) in found[section] ?? [:] {
                let joined = Array(lines.joined(separator: [0x0a]))
                values[name] = try string(joined[...].trimmedAtEnd)
            }
            return values
        }

        private func string(_ bytes: ArraySlice<UInt8>) throws(ConfigurationError) -> String {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ConfigurationError("'\(path)' is not encoded in UTF-8")
            }
            return text
        }

        private func error(_ what: String) -> ConfigurationError {
            ConfigurationError("'\(path)', line \(number): \(what)")
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without the white space around it, by Python's notion of it in ASCII.
    var trimmed: ArraySlice<UInt8> { drop(while: Self.isSpace).trimmedAtEnd }

    /// Without the white space at its end.
    var trimmedAtEnd: ArraySlice<UInt8> {
        var part = self
        while let last = part.last, Self.isSpace(last) { part.removeLast() }
        return part
    }

    /// Whether a byte is white space.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte) || (0x1c...0x1f).contains(byte)
    }
}
