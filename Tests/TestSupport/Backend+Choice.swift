import Glibc

/// Which back ends the suites of a test run are on.
///
/// - `LEXI_TEST_BACKEND` names one of ``Backend/local``, or `endpoint`, and every suite runs on it.
/// - `LEXI_TEST_ENDPOINT` is the address of a service elsewhere; every suite runs on that when no name is given.
/// - Without either, the contract suite runs on each local one, and the suites of the repositories and of the API on
///   the first.
extension Backend {
    /// The back ends that need nothing from outside, by their names in `LEXI_TEST_BACKEND`; the first is the quickest.
    static let local: [(name: String, backend: Backend)] = [("memory", memory), ("file", file), ("remote", remote)]

    /// Every back end that the contract suite runs on, one after the other.
    public static let all: [Backend] = {
        announce("The contract's tests run on: \(choice.map(\.name).joined(separator: ", ")).")
        return choice
    }()

    /// The back end under the suites of the repositories and of the API.
    public static let chosen: Backend = {
        announce("The repositories' and the API's tests run on: \(choice[0]).")
        return choice[0]
    }()

    /// Whether the run is on a service of somebody else, which words its messages as it likes, and takes longer.
    public static let isForeign = choice.count == 1 && choice[0].isForeign

    /// How often a test of many rounds repeats itself: a tenth of `count` on other people's engines, which take more
    /// than ten times as long.
    public static func rounds(_ count: Int) -> Int { isForeign ? max(1, count / 10) : count }

    private static let choice = choice(variable("LEXI_TEST_BACKEND"), endpoint: variable("LEXI_TEST_ENDPOINT"))

    /// The back ends that these values of the variables ask for, at least one. One that cannot be opened stands for
    /// values that make no sense, so that every test says what is wrong.
    static func choice(_ name: String?, endpoint address: String?) -> [Backend] {
        switch (name, address) {
        case (nil, nil): local.map(\.backend)
        case (nil, let address?), ("endpoint", let address?): [endpoint(address)]
        case ("endpoint", nil): [unusable("LEXI_TEST_BACKEND is 'endpoint', and LEXI_TEST_ENDPOINT does not say which")]
        case (let name?, _):
            if let found = local.first(where: { $0.name == name }) {
                [found.backend]
            } else {
                [
                    unusable(
                        "LEXI_TEST_BACKEND is '\(name)', which is not one of: "
                            + local.map { $0.name + ", " }.joined() + "endpoint")
                ]
            }
        }
    }

    private static func unusable(_ message: String) -> Backend {
        Backend("no back end") { _ in throw UnusableSetting(description: message) }
    }

    /// A variable of the environment; nil when it is not set or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Says on the error output what the run is about.
    private static func announce(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// A variable of the environment that tests cannot go by.
public struct UnusableSetting: Error, CustomStringConvertible {
    /// What is wrong with which variable.
    public let description: String
}
