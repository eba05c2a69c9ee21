/// The versions of HTTP that this server speaks.
public enum HTTPVersion: Sendable, Hashable {
    /// HTTP/1.0: one request a connection unless the client asks to keep it.
    case http1_0
    /// HTTP/1.1: connections stay open unless one side asks to close (RFC 9112, 9.3).
    case http1_1
}
