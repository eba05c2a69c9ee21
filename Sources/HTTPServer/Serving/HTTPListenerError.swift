import Glibc

/// Why the server cannot start.
public enum HTTPListenerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The host is neither an address nor a name that the system knows; the text is the resolver's.
    case unknownHost(String, String)
    /// The address is in use or not this machine's, or the port needs rights; the value is `errno`.
    case cannotListen(host: String, port: UInt16, Int32)
    /// A system call failed; its name and `errno`.
    case system(String, Int32)
    /// The listener was started before: make a new one.
    case alreadyStarted

    /// One sentence that says what to check.
    public var description: String {
        switch self {
        case .unknownHost(let host, let reason): "cannot find the address of \(host): \(reason)"
        case .cannotListen(let host, let port, let code): "cannot listen on \(host) port \(port): \(Self.text(code))"
        case .system(let call, let code): "\(call) failed: \(Self.text(code))"
        case .alreadyStarted: "the server was already started"
        }
    }

    private static func text(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
