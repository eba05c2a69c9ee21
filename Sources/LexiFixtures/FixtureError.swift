/// Why fixtures cannot be loaded: which file, where in it, and what is wrong.
public struct FixtureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name, such as `users.json`.
    public let file: String
    /// Where in the file: a JSON pointer, a byte offset, or nothing when the whole file is meant.
    public let place: String
    /// What is wrong.
    public let detail: String

    /// A fault of a file.
    public init(file: String, place: String = "", detail: String) {
        self.file = file
        self.place = place
        self.detail = detail
    }

    /// `users.json at /3/email: is required`.
    public var description: String { place.isEmpty ? "\(file): \(detail)" : "\(file) at \(place): \(detail)" }
}
