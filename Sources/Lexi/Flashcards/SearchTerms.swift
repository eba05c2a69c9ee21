/// The words of a text as a search finds them: without marks and case, `đ` like `d`, cut at everything that is neither
/// a letter nor a digit.
struct SearchTerms: Sendable, Equatable {
    /// The longest term that is kept, in code points: a longer one is found by its beginning.
    static let longest = 40

    /// The terms in the order of the text, each once.
    private(set) var terms: [String] = []

    init(_ texts: String...) {
        var seen: Set<String> = []
        for text in texts {
            for term in Self.split(text) where seen.insert(term).inserted { terms.append(term) }
        }
    }

    private static func split(_ text: String) -> [String] {
        var terms: [String] = []
        var term = ""
        var length = 0
        func end() {
            if !term.isEmpty { terms.append(term) }
            (term, length) = ("", 0)
        }
        for scalar in text.lowercased().decomposedScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: continue
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber:
                guard length < longest else { continue }
                term.unicodeScalars.append(scalar == "đ" ? "d" : scalar)
                length += 1
            default: end()
            }
        }
        end()
        return terms
    }
}
