/// An expression of CloudWatch's metric math, in part: numbers, ids of other queries, `+`, `-`, `*`, `/`, parentheses,
/// and `SUM`, `AVG`, `MIN` and `MAX` of one time series, which are numbers.
///
/// Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
struct MetricExpression {
    /// A part of it.
    indirect enum Node {
        case number(Double)
        case query(String)
        case binary(Operator, Node, Node)
        case summary(Summary, Node)
    }

    /// An arithmetic operator.
    enum Operator: Character {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"

        func result(_ left: Double, _ right: Double) -> Double {
            switch self {
            case .plus: left + right
            case .minus: left - right
            case .times: left * right
            case .over: left / right
            }
        }
    }

    /// What makes a number of a time series.
    enum Summary: String {
        case sum = "SUM"
        case average = "AVG"
        case minimum = "MIN"
        case maximum = "MAX"

        /// Not a number where there are no values.
        func result(_ values: some Collection<Double>) -> Double {
            switch self {
            case .sum: values.isEmpty ? .nan : values.reduce(0, +)
            case .average: values.reduce(0, +) / Double(values.count)
            case .minimum: values.min() ?? .nan
            case .maximum: values.max() ?? .nan
            }
        }
    }

    let root: Node
    /// Operators, functions and parentheses that it has.
    let operators: Int

    /// Bytes of an expression, as on the service, and its operators and functions.
    private static let longest = 2_048
    private static let mostOperators = 50

    /// Reads an expression.
    ///
    /// - Parameter id: the query that it is of.
    /// - Throws: `ValidationError`, which says what is wrong with it.
    init(_ text: String, id: String) throws(NeighbourError) {
        guard text.utf8.count <= Self.longest else {
            throw .unsupported("The expression of the query \(id) is longer than \(Self.longest) bytes.")
        }
        var parser = Parser(id: id, characters: Array(text))
        root = try parser.whole()
        operators = parser.operators
    }

    /// Recursive descent; each operator, function and parenthesis counts, which bounds the depth, too.
    private struct Parser {
        let id: String
        let characters: [Character]
        var position = 0
        var operators = 0

        mutating func whole() throws(NeighbourError) -> Node {
            let node = try sum()
            guard position == characters.count else { throw fault("'\(characters[position])' is not expected") }
            return node
        }

        private mutating func sum() throws(NeighbourError) -> Node {
            var left = try product()
            while let sign = take(.plus, .minus) {
                try count()
                left = .binary(sign, left, try product())
            }
            return left
        }

        private mutating func product() throws(NeighbourError) -> Node {
            var left = try factor()
            while let sign = take(.times, .over) {
                try count()
                left = .binary(sign, left, try factor())
            }
            return left
        }

        private mutating func factor() throws(NeighbourError) -> Node {
            if take(.minus) != nil {
                try count()
                return .binary(.minus, .number(0), try factor())
            }
            guard let first = current else { throw fault("it ends too early") }
            if first == "(" { return try parenthesized() }
            if first.isNumber || first == "." { return try number() }
            guard first.isLetter else { throw fault("'\(first)' is not expected") }
            let word = takeWhile { $0.isLetter || $0.isNumber || $0 == "_" }
            if first.isLowercase { return .query(word) }
            guard let summary = Summary(rawValue: word), current == "(" else {
                throw fault("\(word) is not supported here")
            }
            return .summary(summary, try parenthesized())
        }

        private mutating func parenthesized() throws(NeighbourError) -> Node {
            try count()
            position += 1
            let inner = try sum()
            guard current == ")" else { throw fault("')' is missing") }
            position += 1
            skipBlanks()
            return inner
        }

        private mutating func number() throws(NeighbourError) -> Node {
            let digits = takeWhile { $0.isASCII && $0.isNumber || $0 == "." }
            guard let value = Double(digits) else { throw fault("\(digits) is not a number") }
            return .number(value)
        }

        private mutating func count() throws(NeighbourError) {
            operators += 1
            guard operators <= MetricExpression.mostOperators else {
                throw fault("it has more than \(MetricExpression.mostOperators) operators, functions and parentheses")
            }
        }

        // MARK: Characters

        private var current: Character? {
            mutating get {
                skipBlanks()
                return position < characters.count ? characters[position] : nil
            }
        }

        private mutating func skipBlanks() {
            while position < characters.count, characters[position].isWhitespace { position += 1 }
        }

        private mutating func take(_ signs: Operator...) -> Operator? {
            guard let sign = current.flatMap(Operator.init(rawValue:)), signs.contains(sign) else { return nil }
            position += 1
            return sign
        }

        private mutating func takeWhile(_ condition: (Character) -> Bool) -> String {
            let start = position
            while position < characters.count, condition(characters[position]) { position += 1 }
            let word = String(characters[start..<position])
            skipBlanks()
            return word
        }

        private func fault(_ what: String) -> NeighbourError {
            .unsupported("Error in the expression of the query \(id): \(what).")
        }
    }
}
