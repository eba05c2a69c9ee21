/// A command line that the program does not understand; exit status 2.
struct UsageError: Error {
    let message: String

    init(_ message: String) { self.message = message }

    /// An unknown word, with the known one that is closest to it.
    init(unknown word: String, dashes: String = "--", kind: String = "option", among known: [String]) {
        let near = known.min { distance(word, $0) < distance(word, $1) }
        let hint = near.flatMap { distance(word, $0) <= 2 ? "; did you mean '\(dashes)\($0)'?" : nil } ?? ""
        message = "unknown \(kind) '\(dashes)\(word)'\(hint)"
    }
}

/// Levenshtein's distance: how many letters have to change.
private func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (index, letter) in left.utf8.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let substitution = diagonal + (right[column] == letter ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
        }
    }
    return row[right.count]
}
