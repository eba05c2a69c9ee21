/// A value that a text field can have.
protocol TextFieldValue: Sendable {
    /// Its text in items and answers.
    var fieldText: String { get }
    /// Checks a text of a body.
    init(checking text: String, _ form: TextForm) throws(InvalidValue)
    /// Reads what ``fieldText`` wrote; nil for damage.
    init?(stored text: String)
}

extension TextFieldValue where Self: Vocabulary {
    var fieldText: String { rawValue }
    init(checking text: String, _ form: TextForm) throws(InvalidValue) { try self.init(text) }
    init?(stored text: String) { self.init(rawValue: text) }
}

extension WordType: TextFieldValue {}

extension Word: TextFieldValue {
    var fieldText: String { text }
    init(checking text: String, _ form: TextForm) throws(InvalidValue) { try self.init(text) }
    init?(stored text: String) { self.init(trusted: text) }
}

extension WebAddress: TextFieldValue {
    var fieldText: String { text }
    init(checking text: String, _ form: TextForm) throws(InvalidValue) { try self.init(text) }
    init?(stored text: String) { self.init(trusted: text) }
}

extension String: TextFieldValue {
    var fieldText: String { self }
    init(checking text: String, _ form: TextForm) throws(InvalidValue) {
        switch form {
        case .line(let length): self = try Text.line(text, length)
        case .lines(let length): self = try Text.lines(text, length)
        case .word, .url, .oneOf: preconditionFailure("a free text has another form")
        }
    }
    init?(stored text: String) { self = text }
}
