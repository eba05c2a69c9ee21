/// What stands before the rows of text that Anki exports: lines that begin with `#`, such as `#separator:tab`. What it
/// does not know is a remark.
struct AnkiTextHead {
    private static let separators: [String: UInt8] = [
        "tab": 0x09, "comma": 0x2C, "semicolon": 0x3B, "space": 0x20, "pipe": 0x7C, "colon": 0x3A,
    ]
    /// Lines that say in which column something else than a field of a note stands.
    private static let special = ["notetype column", "deck column", "guid column"]

    private(set) var separator: UInt8 = 0x09
    private(set) var isHTML = false
    private(set) var tags: [String] = []
    /// Where the rows begin.
    private(set) var end = 0
    private var names: [String] = []
    private var tagsColumn: Int?
    private var others: Set<Int> = []

    init(_ text: [UInt8]) throws(CardFormatError) {
        while end < text.count, text[end] == UInt8(ascii: "#") {
            let line = text[end...].prefix { $0 != UInt8(ascii: "\n") }
            end += min(line.count + 1, text.count - end)
            guard line.count <= CardFormatLimits.rowBytes, let line = String(validating: line, as: UTF8.self) else {
                throw .malformed("a line at the start is too long or not UTF-8")
            }
            try take(line.replacing("\r", with: ""))
        }
    }

    private mutating func take(_ line: String) throws(CardFormatError) {
        let parts = line.dropFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2 else { return }
        let (key, value) = (parts[0].trimmed.lowercased(), parts[1])
        switch key {
        case "separator":
            let bytes = Array(value.utf8)
            guard let found = Self.separators[value.trimmed.lowercased()] ?? (bytes.count == 1 ? bytes[0] : nil) else {
                throw .malformed("#separator names none that is known")
            }
            separator = found
        case "html": isHTML = value.trimmed.lowercased() == "true"
        case "tags":
            tags = AnkiTag.tags(of: value)
            // Each row gets them.
            guard tags.count <= CardFormatLimits.cells else { throw .malformed("#tags names too many") }
        case "columns":
            names = value.split(separator: Character(Unicode.Scalar(separator)), omittingEmptySubsequences: false)
                .map { $0.trimmed }
        case "tags column": tagsColumn = try column(value)
        case _ where Self.special.contains(key): others.insert(try column(value))
        default: break
        }
    }

    private func column(_ text: String) throws(CardFormatError) -> Int {
        guard let number = Int(text.trimmed), (1...CardFormatLimits.cells).contains(number) else {
            throw .malformed("a line at the start names no column")
        }
        return number - 1
    }

    /// The columns of the rows.
    func columns(_ fields: FieldChoice?) throws(CardFormatError) -> [CardColumn] {
        let count = CardFormatLimits.cells
        if let fields {
            var columns = try fields.columns(names, count: count)
            if let tagsColumn, columns[tagsColumn] == .ignored { columns[tagsColumn] = .tags }
            return columns
        }
        var columns = [CardColumn](repeating: .ignored, count: count)
        let known = names.map { CardColumn($0.lowercased()) }
        if known.contains(.text("word")) {
            for (index, column) in known.enumerated() where index < count { columns[index] = column ?? .ignored }
        } else {
            let free = (0..<count).filter { $0 != tagsColumn && !others.contains($0) }
            guard free.count >= 2 else { throw .malformed("the lines at the start leave no column for the word") }
            (columns[free[0]], columns[free[1]]) = (.text("word"), .text("translation_vi"))
        }
        if let tagsColumn { columns[tagsColumn] = .tags }
        return columns
    }
}
