import Lexi

/// A parameter's value after it was checked.
enum QueryValue: Sendable, Equatable {
    case integer(Int)
    case text(String)
    case boolean(Bool)
    case day(LocalDay)
    case time(Timestamp)
}
