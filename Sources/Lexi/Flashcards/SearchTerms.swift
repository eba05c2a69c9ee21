import DynamoModel

/// The words of texts as a search finds them: without marks and case, `đ` like `d`, cut at everything that is neither
/// a letter nor a digit.
struct SearchTerms: Sendable, Equatable {
    /// The longest term that is kept, in code points: a longer one is found by its beginning.
    static let longest = 40

    /// The terms in the order of the texts, with a space between: no term has one.
    let text: String

    /// The terms of an item, as ``text`` had them.
    init(stored text: String) { self.text = text }

    init(_ texts: String...) {
        var terms = String.UnicodeScalarView()
        for text in texts {
            var length = 0
            for scalar in text.lowercased().decomposedScalars {
                switch Part(scalar) {
                case .mark: continue
                case .separator: length = 0
                case .letter:
                    if length == 0, !terms.isEmpty { terms.append(" ") }
                    if length < Self.longest { terms.append(scalar == "đ" ? "d" : scalar) }
                    length += 1
                }
            }
        }
        text = String(terms)
    }

    /// The terms, each once.
    var list: [String] {
        var seen: Set<Substring> = []
        return text.split(separator: " ").filter { seen.insert($0).inserted }.map(String.init)
    }

    /// Whether a term begins so.
    func hasTerm(beginningWith prefix: String) -> Bool {
        prefix.withBytes { prefix in
            text.withBytes { text in
                var start = text.startIndex
                while text.endIndex - start >= prefix.count {
                    if text[start...].starts(with: prefix) { return true }
                    guard let space = text[start...].firstIndex(of: UInt8(ascii: " ")) else { return false }
                    start = space + 1
                }
                return false
            }
        }
    }

    /// What a code point is to a term.
    private enum Part {
        /// A letter or digit, which a term is made of.
        case letter
        /// A mark, which is left out.
        case mark
        /// What stands between terms.
        case separator

        init(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "a"..."z", "0"..."9":
                self = .letter
                return
            case _ where scalar.isASCII:
                self = .separator
                return
            default: break
            }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber:
                self = .letter
            default: self = .separator
            }
        }
    }
}

extension Flashcard {
    /// What a search finds the card by: the words of its word, translation and tags.
    var searchTerms: SearchTerms { SearchTerms(word.text, translationVi, tags.map(\.text).joined(separator: "\n")) }
}
