/// How much of items and values the evaluation of conditions may visit, and how much it has visited, in steps.
///
/// A step is about a nanosecond's work: a byte that is searched, sixteen bytes that are compared, an element of a list
/// or a node of the condition that is visited. Steps depend on the condition and the item alone, so that a bound in
/// steps can be tested, and stops the same request on any machine.
///
/// One condition takes no more than about two steps for each operator and each byte of the item and the values: some
/// hundred million for the largest item with the most operators. Callers that evaluate where others wait give a limit.
public struct EvaluationBudget: Sendable {
    /// The steps that may be taken; the one that leaves the limit may be as long as the item and the values.
    public let limit: Int
    /// The steps that were taken.
    public private(set) var spent = 0

    /// - Parameter limit: steps that may be taken; nil for as many as it takes.
    public init(limit: Int? = nil) { self.limit = limit ?? .max }

    /// Whether more steps were taken than are allowed: then what was found says nothing.
    @inline(__always)
    public var isExhausted: Bool { spent > limit }

    @inline(__always)
    mutating func spend(_ steps: Int) { spent &+= steps }

    /// Counts bytes that are compared as the machine compares them.
    @inline(__always)
    mutating func spend(comparedBytes bytes: Int) { spent &+= 1 &+ bytes >> 4 }
}
