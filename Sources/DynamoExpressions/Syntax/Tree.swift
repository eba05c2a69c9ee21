/// A path as it is written: its names may be stand-ins.
struct PathSyntax: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        /// A bare name.
        case word(String)
        /// `#name`.
        case name(String)
        /// `[index]`.
        case index(Int)
    }

    var steps: [Step]
    let offset: Int

    /// As it is written, without the offset: what makes two paths the same before stand-ins are known.
    static func == (left: PathSyntax, right: PathSyntax) -> Bool { left.steps == right.steps }
}

/// A value that is computed: one tree for conditions and updates.
indirect enum OperandSyntax: Sendable, Equatable {
    case path(PathSyntax)
    case value(String, offset: Int)
    case function(FunctionSyntax)
    /// `+` or `-`, only in the SET section of an update.
    case arithmetic(OperandSyntax, isSubtraction: Bool, OperandSyntax)
}

/// A function with its operands.
struct FunctionSyntax: Sendable, Equatable {
    let name: String
    let operands: [OperandSyntax]
    let offset: Int
}

/// The comparators.
enum Comparator: String, Sendable, Equatable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// What holds or does not: the tree of condition, filter and key-condition expressions.
indirect enum ConditionSyntax: Sendable, Equatable {
    case comparison(OperandSyntax, Comparator, OperandSyntax, offset: Int)
    case between(OperandSyntax, OperandSyntax, OperandSyntax, offset: Int)
    case oneOf(OperandSyntax, [OperandSyntax], offset: Int)
    case function(FunctionSyntax)
    case and(ConditionSyntax, ConditionSyntax)
    case or(ConditionSyntax, ConditionSyntax)
    case not(ConditionSyntax)
}

/// The sections of an update expression.
struct UpdateSyntax: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        case set(PathSyntax, OperandSyntax)
        case remove(PathSyntax)
        case add(PathSyntax, OperandSyntax)
        case delete(PathSyntax, OperandSyntax)
    }

    var actions: [Action] = []
}

/// A parsed expression, its stand-ins not yet resolved, so that it serves every request with the same text.
enum ParsedExpression: Sendable {
    case condition(ConditionSyntax)
    case update(UpdateSyntax)
    case projection([PathSyntax])
}
