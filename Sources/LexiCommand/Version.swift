/// The program's version, by Semantic Versioning. `CHANGELOG.md` says what changed.
enum Version {
    static let current = "0.1.0"
}
