import Digests

/// The hash of a body as signatures hold it, over the bytes that were received: compressed ones as they came.
enum PayloadHash {
    static func of(_ body: [UInt8]) -> String { Hex.encode(SHA256.hash(body)) }
}
