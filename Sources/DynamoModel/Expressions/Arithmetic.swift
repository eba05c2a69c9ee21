/// The operators of `SET`.
package enum Arithmetic: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
}
