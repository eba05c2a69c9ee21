import DynamoModel

extension DynamoRequest {
    /// The request by a caller who writes the answer as JSON: items need not be made values.
    package var answeredAsJSON: DynamoRequest {
        switch self {
        case .getItem(var request):
            request.itemForm = .json
            return .getItem(request)
        case .query(var request):
            request.itemForm = .json
            return .query(request)
        case .scan(var request):
            request.itemForm = .json
            return .scan(request)
        default: return self
        }
    }
}
