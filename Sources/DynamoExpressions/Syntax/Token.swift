import DynamoModel

/// A word or sign of an expression, with its place in the text.
struct Token: Sendable, Equatable {
    /// What a token is.
    enum Kind: Sendable, Equatable {
        /// `[A-Za-z][A-Za-z0-9_]*`, and not a keyword.
        case identifier
        /// `#placeholder`.
        case name
        /// `:placeholder`.
        case value
        /// Digits without leading zeros.
        case integer
        /// One of the language's own words, in upper or lower case.
        case keyword(Keyword)
        /// An operator or punctuation.
        case sign(Sign)
        /// Of statements: `'text'`, a quote in it doubled.
        case text
        /// Of statements: `"name"`, a quote in it doubled.
        case quotedName
        /// Of statements: digits with fraction and exponent, without a sign.
        case number
        /// Of statements: `?`.
        case parameter
        /// A character that no expression can hold.
        case unknown
        /// The end of the text.
        case end
    }

    /// The language's own words.
    enum Keyword: String, Sendable, CaseIterable {
        case and = "AND"
        case or = "OR"
        case not = "NOT"
        case between = "BETWEEN"
        case `in` = "IN"
        case set = "SET"
        case remove = "REMOVE"
        case add = "ADD"
        case delete = "DELETE"
    }

    /// Operators and punctuation.
    enum Sign: String, Sendable {
        case equal = "="
        case notEqual = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case open = "("
        case close = ")"
        case openIndex = "["
        case closeIndex = "]"
        case comma = ","
        case dot = "."
        case plus = "+"
        case minus = "-"
        case openMap = "{"
        case closeMap = "}"
        case openBag = "<<"
        case closeBag = ">>"
        case colon = ":"
        case semicolon = ";"
        case star = "*"
    }

    var kind: Kind
    /// Where it starts, in bytes.
    var start: Int
    /// Where it ends, in bytes.
    var end: Int
}
