/// The trace that a call belongs to, from the request that came in to the requests that go out.
public enum TraceContext {
    /// The value of the field `traceparent` (W3C Trace Context, section 3.2), well-formed; nil when the call has none.
    @TaskLocal public static var parent: String?
}
