/// The request methods that this server knows (RFC 9110, section 9; PATCH: RFC 5789). Any other method is refused with
/// 501.
public enum HTTPMethod: UInt8, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// Reads a resource.
    case get
    /// GET without the body of the answer.
    case head
    /// Hands data to a resource.
    case post
    /// Replaces a resource.
    case put
    /// Changes a resource in part.
    case patch
    /// Removes a resource.
    case delete
    /// Asks what may be done.
    case options

    /// The method as it stands in a request, in upper case.
    public var description: String { name.description }

    var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        }
    }

    /// The method with exactly these bytes: methods are case-sensitive.
    init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard let method = Self.allCases.first(where: { $0.isSpelled(bytes) }) else { return nil }
        self = method
    }

    private func isSpelled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = name
        guard bytes.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where bytes[index] != name.utf8Start[index] { return false }
        return true
    }
}
