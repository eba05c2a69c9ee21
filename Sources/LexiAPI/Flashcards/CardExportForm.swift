/// The forms in which cards are taken along.
enum CardExportForm: String, CaseIterable {
    case json
    case csv
    case tsv
    case apkg

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv"
        case .tsv: "text/tab-separated-values"
        case .apkg: "application/apkg"
        }
    }
}
