/// What becomes of query parameters that a call does not have.
enum UnknownParameters: Sendable {
    /// 400: a filter with a typing error would otherwise answer everything.
    case refused
    /// Nothing: a link to a page may have further parameters.
    case ignored
}
