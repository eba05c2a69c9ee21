/// What becomes of query parameters that a call does not have.
enum UnknownParameters: Sendable {
    /// 400: a filter with a typing error would otherwise answer everything.
    case refused
    /// Nothing: what links to a page may add parameters of its own to it.
    case ignored
}
