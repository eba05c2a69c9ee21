import DynamoModel
import TreeCoding

/// Bytes as a member of a stored item holds them: as a `B`, not as a list of numbers.
package struct StoredBytes: Codable, Sendable, Equatable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(from decoder: any Decoder) throws {
        guard let bytes = try Subtree<AttributeValue>(from: decoder).tree.bytes else {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no bytes are here")
            throw DecodingError.typeMismatch([UInt8].self, context)
        }
        self.bytes = bytes
    }

    package func encode(to encoder: any Encoder) throws { try Subtree<AttributeValue>(.b(bytes)).encode(to: encoder) }
}
