import Digests
import DynamoModel

/// Encoded keys: see ``KeyEncoding``.
package typealias KeyBytes = [UInt8]

/// The attributes of a primary or index key, and how they lie in a row's key.
///
/// A row's key is two bytes of a hash of the encoded partition key, the partition key, the sort key: a partition's
/// items lie together and in order, the partitions lie in no order that an application could lean on, and the segments
/// of a parallel scan are ranges of the hash.
package struct KeyLayout: Sendable, Equatable {
    /// The partition key: one attribute, or up to four.
    package let hash: [KeyPart]
    /// The sort key: none, one attribute, or up to four.
    package let range: [KeyPart]
    /// All attributes, those of the partition key first.
    package let parts: [KeyPart]

    /// The bytes of the hash at the beginning of a row's key.
    package static let hashSize = 2
    /// How many different hashes there are; FF FF is not one of them, so that it is above all keys.
    package static let hashes = 0xffff
    /// A key that sorts after the key of every row: FF FF is not one of the ``hashes``.
    package static let end: KeyBytes = [0xff, 0xff]

    package init(_ schema: [KeySchemaElement], _ definitions: [AttributeDefinition]) {
        func parts(_ type: KeyType) -> [KeyPart] {
            schema.filter { $0.keyType == type }.map { element in
                let definition = definitions.first { $0.attributeName.hasSameBytes(as: element.attributeName) }
                return KeyPart(
                    name: element.attributeName, type: definition?.attributeType ?? .s,
                    limit: type == .hash ? DynamoLimits.partitionKeySize : DynamoLimits.sortKeySize)
            }
        }
        hash = parts(.hash)
        range = parts(.range)
        self.parts = hash + range
    }

    /// How many attributes the key has.
    package var count: Int { hash.count + range.count }

    /// Whether an attribute of this name is part of the key.
    package func contains(_ name: String) -> Bool {
        hash.contains { $0.name.hasSameBytes(as: name) } || range.contains { $0.name.hasSameBytes(as: name) }
    }

    /// The beginning that all rows of a partition share.
    package func partitionPrefix(_ values: [AttributeValue]) -> KeyBytes {
        var key = KeyBytes()
        key.reserveCapacity(96)
        key.append(0)
        key.append(0)
        for value in values { KeyEncoding.append(value, to: &key) }
        Self.fillHash(&key)
        return key
    }

    /// Fills in the hash of all that the key holds so far.
    package static func fillHash(_ key: inout KeyBytes) {
        let hash = key.withUnsafeBytes { RowChecksum.hash(UnsafeRawBufferPointer(rebasing: $0[hashSize...])) }
        let short = min(Int(truncatingIfNeeded: hash & 0xffff), hashes - 1)
        key[0] = UInt8(short >> 8)
        key[1] = UInt8(short & 0xff)
    }

    /// The row's key of an item; nil when the item lacks an attribute of it or one cannot stand in it.
    package func key(of item: Item) -> KeyBytes? {
        var key = KeyBytes()
        key.reserveCapacity(160)
        key.append(0)
        key.append(0)
        for part in hash {
            guard let value = item[part.name], part.accepts(value) else { return nil }
            KeyEncoding.append(value, to: &key)
        }
        Self.fillHash(&key)
        for part in range {
            guard let value = item[part.name], part.accepts(value) else { return nil }
            KeyEncoding.append(value, to: &key)
        }
        return key
    }

    /// The partition that a row's key, or the beginning of one, names: the bytes that all rows of it begin with;
    /// nil when the bytes are no such key.
    package func partition(of key: KeyBytes) -> KeyBytes? {
        let end = key.withUnsafeBytes { bytes -> Int? in
            var decoder = KeyDecoder(bytes, from: Self.hashSize)
            for part in hash where decoder.next(part.type) == nil { return nil }
            return decoder.offset
        }
        return end.map { KeyBytes(key[..<$0]) }
    }

    /// The attributes in a row's key, and where they end; nil when the bytes are no such key.
    package func attributes(in key: UnsafeRawBufferPointer, from offset: Int = 0) -> (attributes: Item, end: Int)? {
        var decoder = KeyDecoder(key, from: offset + Self.hashSize)
        var attributes = Item()
        for part in hash {
            guard let value = decoder.next(part.type) else { return nil }
            attributes[part.name] = value
        }
        for part in range {
            guard let value = decoder.next(part.type) else { return nil }
            attributes[part.name] = value
        }
        return (attributes, decoder.offset)
    }
}
