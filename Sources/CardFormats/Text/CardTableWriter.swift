import CivilTime

/// Writes cards as comma-separated text, or as tab-separated text that Anki imports.
public struct CardTableWriter: Sendable {
    private static let columns =
        CardDraft.textFields + ["tags", "is_suspended", "created_at"]
        + CardColumn.SchedulePart.allCases.map(\.rawValue)

    private let form: CardTable.Form

    /// A writer of a form.
    public init(_ form: CardTable.Form) { self.form = form }

    private var separator: UInt8 { form == .csv ? UInt8(ascii: ",") : 0x09 }
    private var lineEnd: [UInt8] { form == .csv ? [13, 10] : [10] }

    /// What stands before the rows. Comma-separated text begins with a byte order mark, by which spreadsheets know
    /// UTF-8.
    public var head: [UInt8] {
        switch form {
        case .csv:
            var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
            DelimitedWriter.append(Self.columns, separator: separator, lineEnd: lineEnd, to: &bytes)
            return bytes
        case .tsv:
            let tags = (Self.columns.firstIndex(of: "tags") ?? 0) + 1
            let names = Self.columns.joined(separator: "\t")
            return Array("#separator:tab\n#html:false\n#columns:\(names)\n#tags column:\(tags)\n".utf8)
        }
    }

    /// Adds a card's row.
    public func append(_ card: CardDraft, to bytes: inout [UInt8]) {
        var cells = CardDraft.textFields.map { card.texts[$0] ?? "" }
        cells.append(
            form == .csv
                ? TagCell.text(card.tags) : card.tags.map { AnkiTag.text(of: $0) }.joined(separator: " "))
        cells.append(card.isSuspended ? "true" : "false")
        cells.append(card.createdAt.map { Timestamp(clamping: $0).text } ?? "")
        for part in CardColumn.SchedulePart.allCases { cells.append(Self.text(part, card.schedule)) }
        if form == .csv { cells = cells.map { Formula.neutralized($0) } }
        DelimitedWriter.append(cells, separator: separator, lineEnd: lineEnd, to: &bytes)
    }

    private static func text(_ part: CardColumn.SchedulePart, _ schedule: CardSchedule?) -> String {
        guard let schedule else { return "" }
        switch part {
        case .reviewCount: return "\(schedule.reviewCount)"
        case .repetitionCount: return schedule.repetitionCount.map { "\($0)" } ?? ""
        case .intervalDays: return "\(schedule.intervalDays)"
        case .easeFactor: return ScheduleParts.text(thousandths: schedule.easeThousandths)
        case .lapseCount: return "\(schedule.lapseCount)"
        case .lastReviewedAt: return schedule.lastReviewedAt.map { Timestamp(clamping: $0).text } ?? ""
        case .nextReviewAt: return Timestamp(clamping: schedule.nextReviewAt).text
        }
    }
}
