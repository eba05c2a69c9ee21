import TableStore

/// A request as records of exports and imports keep it: the bytes of its JSON, as it would be sent.
@propertyWrapper
struct StoredRequest<Request: StorableRequest>: Codable, Sendable {
    var wrappedValue: Request

    init(wrappedValue: Request) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws {
        guard let request = Request(json: try StoredBytes(from: decoder).bytes) else {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no such request")
            throw DecodingError.dataCorrupted(context)
        }
        wrappedValue = request
    }

    func encode(to encoder: any Encoder) throws { try StoredBytes(wrappedValue.json).encode(to: encoder) }
}
