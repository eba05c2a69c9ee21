import Glibc

/// Which back ends the suites of a test run are on.
///
/// `LEXI_TEST_BACKEND` names one of ``Backend/named``, and every suite runs on it. Without it the contract suite runs on each of them,
/// and the suites of the repositories and of the API on the first.
extension Backend {
    /// What a name in `LEXI_TEST_BACKEND` stands for; the first is the quickest.
    static let named: [(name: String, backend: Backend)] = [("memory", memory), ("file", file)]

    /// Every back end that the contract suite runs on, one after the other.
    public static let all: [Backend] = {
        let all = choice(of: variable("LEXI_TEST_BACKEND"))
        announce("The contract's tests run on: \(all.map(\.name).joined(separator: ", ")).")
        return all
    }()

    /// The back end under the suites of the repositories and of the API.
    public static let chosen: Backend = {
        let chosen = choice(of: variable("LEXI_TEST_BACKEND"))[0]
        announce("The repositories' and the API's tests run on: \(chosen).")
        return chosen
    }()

    /// The back ends of a value of `LEXI_TEST_BACKEND`, at least one. One that cannot be opened stands for a wrong name, so that every test
    /// says what is wrong.
    static func choice(of name: String?) -> [Backend] {
        guard let name else { return named.map(\.backend) }
        if let found = named.first(where: { $0.name == name }) { return [found.backend] }
        let names = named.map(\.name).joined(separator: ", ")
        return [
            Backend("no back end") { _ in
                throw UnusableSetting("LEXI_TEST_BACKEND is '\(name)', which is none of: \(names)")
            }
        ]
    }

    /// A variable of the environment; nil when it is not set or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Says on the error output what the run is about, once.
    private static func announce(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// A variable of the environment that tests cannot go by.
public struct UnusableSetting: Error, CustomStringConvertible {
    /// What is wrong with which variable.
    public let description: String

    init(_ description: String) { self.description = description }
}
