import CivilTime
import DelimitedText

/// Reads cards from comma-separated text, or from the tab-separated text that Anki exports, a row at a time.
///
/// Comma-separated text has our names in its first line, or none: then its columns are those of
/// ``CardDraft/textFields``. A semicolon separates where the first line has no comma, or where a line `sep=;` says so,
/// as spreadsheets write it. Anki's text begins with lines such as `#separator:tab`, `#html:true`, `#columns:…` and
/// `#tags column:3`.
public struct CardTable: Sendable {
    /// The forms of such text.
    public enum Form: Sendable {
        /// Comma-separated.
        case csv
        /// Tab-separated, as Anki exports it.
        case tsv
    }

    private var reader: DelimitedReader
    private let columns: [CardColumn]
    private let isHTML: Bool
    /// Whether it is text for spreadsheets, and not Anki's.
    private let hasFormulas: Bool
    private let commonTags: [String]
    private let isNew: Bool
    private var number = 0

    /// Reads what stands before the rows.
    ///
    /// - Parameters:
    ///   - fields: which columns are taken; nil for the usual ones.
    ///   - isNew: whether cards come new, without their schedule.
    /// - Throws: `malformed`, `unknownField`.
    public init(_ bytes: [UInt8], _ form: Form, fields: FieldChoice?, isNew: Bool) throws(CardFormatError) {
        let text = try TextEncodingForms.utf8(bytes)
        self.isNew = isNew
        switch form {
        case .csv:
            (reader, columns) = try Self.csv(text, fields)
            (isHTML, hasFormulas, commonTags) = (false, true, [])
        case .tsv:
            let head = try AnkiTextHead(text)
            reader = DelimitedReader(text, from: head.end, separator: head.separator)
            columns = try head.columns(fields)
            (isHTML, hasFormulas, commonTags) = (head.isHTML, false, head.tags)
        }
    }

    /// How many rows come, up to a limit; it reads through all of them.
    public func count(upTo limit: Int) -> Int {
        var (rest, count) = (reader, 0)
        while count <= limit, rest.next() != nil { count += 1 }
        return count
    }

    /// The next row; nil at the end.
    public mutating func next() -> CardRow? {
        guard let record = reader.next() else { return nil }
        number += 1
        switch record {
        case .fault(let fault): return CardRow(number: number, .fault(fault))
        case .cells(let cells): return CardRow(number: number, content(of: cells))
        }
    }

    private func content(of cells: [String]) -> CardRow.Content {
        var (draft, parts) = (CardDraft(), ScheduleParts())
        var fault: String?
        draft.tags = commonTags
        for (cell, column) in zip(cells, columns) {
            let text = hasFormulas ? Formula.restored(cell) : cell
            switch column {
            case .text(let name): draft.texts[name] = isHTML ? HTMLText.plain(text) : text
            case .tags:
                draft.tags += hasFormulas ? TagCell.tags(text) : AnkiTag.tags(of: text)
            case .isSuspended:
                switch text.trimmed.lowercased() {
                case "true": draft.isSuspended = true
                case "false", "": break
                default: fault = fault ?? "is_suspended must be true or false"
                }
            case .createdAt:
                draft.createdAt = Timestamp(text).map { Int($0.seconds) }
                if draft.createdAt == nil, !text.isEmpty { fault = fault ?? "created_at is not in order" }
            case .schedule(let part): parts.set(part, text)
            case .ignored: break
            }
        }
        if let fault = fault ?? parts.fault ?? (isNew ? nil : parts.gap) { return .fault(fault) }
        if isHTML { draft.texts["word"] = draft.texts["word"]?.replacing("\n", with: " ") }
        if !isNew { draft.schedule = parts.schedule }
        return .card(draft)
    }

    // MARK: Comma-separated text

    private static func csv(
        _ text: [UInt8], _ fields: FieldChoice?
    ) throws(CardFormatError) -> (DelimitedReader, [CardColumn]) {
        var start = 0
        var separator = UInt8(ascii: ",")
        if text.starts(with: "sep=".utf8), text.count > 5 {
            separator = text[4]
            start = text.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
        } else {
            let line = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            if !line.contains(separator), line.contains(UInt8(ascii: ";")) { separator = UInt8(ascii: ";") }
        }
        var reader = DelimitedReader(text, from: start, separator: separator)
        let atStart = reader
        guard case .cells(let first)? = reader.next() else { return (atStart, usual) }
        let names = first.map { $0.trimmed.lowercased() }
        let isHead = isHead(names, fields)
        let rows = isHead ? reader : atStart
        if let fields { return (rows, try fields.columns(isHead ? first.map { $0.trimmed } : [], count: first.count)) }
        guard isHead else { return (rows, usual) }
        var columns: [CardColumn] = []
        for (name, shown) in zip(names, first) {
            guard let column = CardColumn(name) else { throw .unknownField(String(shown.prefix(100))) }
            columns.append(column)
        }
        return (rows, columns)
    }

    /// Whether the cells of a first line name columns: one is the word, and the others are names that are known or, for
    /// a mistake that is to be refused, could be names. A choice by numbers says nothing of names.
    private static func isHead(_ names: [String], _ fields: FieldChoice?) -> Bool {
        let (hasWord, areKnown) = (names.contains("word"), names.allSatisfy { CardColumn($0) != nil })
        guard let fields else { return hasWord && (areKnown || names.allSatisfy(\.couldBeName)) }
        return fields.isNamed(in: names) || hasWord && areKnown
    }

    private static let usual: [CardColumn] = CardDraft.textFields.map { .text($0) }
}

extension FieldChoice {
    /// Whether one of the names is that of a source; numbers are places.
    func isNamed(in names: [String]) -> Bool {
        pairs.contains { Int($0.source) == nil && names.contains($0.source.lowercased()) }
    }

    /// The columns that the choice makes of a file's.
    func columns(_ names: [String], count: Int) throws(CardFormatError) -> [CardColumn] {
        var columns = [CardColumn](repeating: .ignored, count: max(count, names.count))
        for pair in pairs {
            guard let index = FieldChoice.index(of: pair.source, in: names, count: columns.count) else {
                throw .unknownField(pair.source)
            }
            columns[index] = pair.field == "tags" ? .tags : .text(pair.field)
        }
        return columns
    }
}

extension StringProtocol {
    /// Whether it is made as names of columns are: of ASCII letters, digits, spaces, `_` and `-`.
    fileprivate var couldBeName: Bool {
        unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar || " _-".unicodeScalars.contains(scalar))
        }
    }

    /// Without spaces at both ends.
    var trimmed: String {
        var view = Substring(self)
        while let first = view.unicodeScalars.first, first == " " || first == "\t" { view.unicodeScalars.removeFirst() }
        while let last = view.unicodeScalars.last, last == " " || last == "\t" { view.unicodeScalars.removeLast() }
        return String(view)
    }
}
