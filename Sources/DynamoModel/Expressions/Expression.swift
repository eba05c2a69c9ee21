/// An expression of a request: as text, whose placeholders the request's parameters explain, or as a tree that explains
/// itself.
public enum Expression: Sendable, Equatable {
    /// Text in the language of expressions.
    case text(String)
    /// What has no text.
    case tree(ExpressionTree)

    /// The text; nil for a tree.
    public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The legacy parameter that the expression was made of; nil for others.
    public var legacyParameter: String? { if case .tree(let tree) = self { tree.legacyParameter } else { nil } }

    /// Whether both are the same: texts by their bytes, trees by their nodes and tables.
    public static func == (left: Expression, right: Expression) -> Bool {
        switch (left, right) {
        case (.text(let one), .text(let two)): one.hasSameBytes(as: two)
        case (.tree(let one), .tree(let two)): one == two
        default: false
        }
    }
}

extension Expression: ExpressibleByStringInterpolation {
    /// The expression with this text.
    public init(stringLiteral value: String) { self = .text(value) }
}
