import Digests
import JSONText

/// The keys that an identity provider signs with: a JSON Web Key Set (RFC 7517, section 5).
///
/// Keys that cannot verify a token's signature are left out, as the RFC asks, and named in ``unused``: other types,
/// curves, algorithms and uses, no `kid`, RSA keys under 2048 bits.
public struct JSONWebKeySet: Sendable {
    /// The longest document, in bytes.
    public static let maximumByteCount = 256 * 1024
    /// The most keys in a document.
    public static let maximumKeyCount = 100

    /// Why keys of the document are not used, a sentence for each: for the operator.
    public let unused: [String]
    /// By `kid`, byte for byte.
    private let keys: [[UInt8]: SignatureKey]

    /// The keys of a document.
    /// - Throws: ``JSONWebKeySetError`` when it is not a key set, is too large, or two usable keys have one `kid`. A
    ///   set of which no key is usable is not an error here: ``count`` is 0.
    public init(_ document: [UInt8]) throws(JSONWebKeySetError) {
        guard document.count <= Self.maximumByteCount else { throw .tooLarge }
        let entries = try Self.entries(of: document)
        var keys: [[UInt8]: SignatureKey] = [:]
        var unused: [String] = []
        for (index, entry) in entries.enumerated() {
            let name = entry["kid"]?.stringValue.map { "\"\($0.prefix(64))\"" } ?? "number \(index + 1)"
            do throws(JSONWebKeyObjection) {
                let key = try Self.key(entry)
                guard keys.updateValue(key.key, forKey: key.id) == nil else {
                    throw JSONWebKeyObjection(reason: nil)
                }
            } catch {
                guard let reason = error.reason else { throw .repeatedKey(name) }
                unused.append("The key \(name) is not used: \(reason).")
            }
        }
        self.keys = keys
        self.unused = unused
    }

    /// How many keys can verify signatures.
    public var count: Int { keys.count }

    /// The key of this `kid`.
    public func key(_ id: String) -> SignatureKey? { keys[Array(id.utf8)] }

    private static func entries(of document: [UInt8]) throws(JSONWebKeySetError) -> [JSONObject] {
        let value: JSONValue
        do { value = try JSONValue.parse(document, limits: JSONLimits(maximumDepth: 8)) } catch { throw .notKeySet }
        guard case .object(let set) = value, case .array(let list)? = set["keys"] else { throw .notKeySet }
        guard list.count <= maximumKeyCount else { throw .tooLarge }
        var entries: [JSONObject] = []
        for item in list {
            guard case .object(let entry) = item else { throw .notKeySet }
            entries.append(entry)
        }
        return entries
    }
}

/// Why a key of a set is left out; without a reason it is a second key of the same `kid`.
private struct JSONWebKeyObjection: Error {
    let reason: String?
}

extension JSONWebKeySet {
    private static func key(
        _ entry: JSONObject
    ) throws(JSONWebKeyObjection) -> (id: [UInt8], key: SignatureKey) {
        guard let id = entry["kid"]?.stringValue, !id.isEmpty else {
            throw JSONWebKeyObjection(reason: "it has no kid")
        }
        // A member that is null is one that is left out.
        if let use = entry["use"], !use.isNull, use.stringValue != "sig" {
            throw JSONWebKeyObjection(reason: "its use is not sig")
        }
        if case .array(let operations)? = entry["key_ops"], !operations.contains(where: { $0.stringValue == "verify" })
        {
            throw JSONWebKeyObjection(reason: "its key_ops do not allow verify")
        }
        let key: SignatureKey
        do throws(PublicKeyError) { key = try self.key(ofType: entry) } catch {
            throw JSONWebKeyObjection(reason: "\(error)".lowercasedFirst)
        }
        if let algorithm = entry["alg"], !algorithm.isNull, algorithm.stringValue != key.algorithm {
            throw JSONWebKeyObjection(reason: "its alg is not \(key.algorithm)")
        }
        return (Array(id.utf8), key)
    }

    private static func key(ofType entry: JSONObject) throws(PublicKeyError) -> SignatureKey {
        switch entry["kty"]?.stringValue {
        case "RSA":
            guard let modulus = bytes("n", entry), let exponent = bytes("e", entry) else { throw .malformed }
            return .rs256(try RSAPublicKey(modulus: modulus, exponent: exponent))
        case "EC" where entry["crv"]?.stringValue == "P-256":
            guard let x = bytes("x", entry), let y = bytes("y", entry) else { throw .malformed }
            return .es256(try P256PublicKey(x: x, y: y))
        default: throw .unsupported
        }
    }

    private static func bytes(_ name: String, _ entry: JSONObject) -> [UInt8]? {
        entry[name]?.stringValue.flatMap { Base64URL.decode($0) }
    }
}

/// Why a document is not taken as a set of keys.
public enum JSONWebKeySetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not a JSON object with a list `keys` of objects.
    case notKeySet
    /// It has more bytes or keys than are taken.
    case tooLarge
    /// Two usable keys have the same `kid`: which one signed cannot be decided.
    case repeatedKey(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .notKeySet: "The document is not a JSON Web Key Set: an object with a list of keys."
        case .tooLarge:
            "The key set is larger than \(JSONWebKeySet.maximumByteCount) bytes or \(JSONWebKeySet.maximumKeyCount) keys."
        case .repeatedKey(let name): "The key set has two keys with the kid \(name)."
        }
    }
}

extension String {
    /// A sentence as the end of another one.
    fileprivate var lowercasedFirst: String {
        let end = hasSuffix(".") ? dropLast() : self[...]
        return end.prefix(1).lowercased() + end.dropFirst()
    }
}
