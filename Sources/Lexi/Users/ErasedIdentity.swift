import Digests
import DynamoModel

/// That an identity had an account which was erased: kept as long as tokens of that time can be good, under a hash, so
/// that it names nobody. Such a token makes no new account by itself.
struct ErasedIdentity: ItemConvertible, Equatable {
    static let kind = ItemKind.erasedIdentity
    static let tableKey = EntityKey(
        .table, Key("ERASED#", KeyPart("hash", \ErasedIdentity.hash)), Key("METADATA#ERASED"))

    let hash: String
    let erasedAt: Timestamp
    /// What stands for the account in the entries about its end; nil in items of older programs.
    let erasureID: ULID?
    /// When a token from before the erasure was refused first.
    var tokenRefusedAt: Timestamp?

    static let refusalAttribute = "token_refused_at"

    init(_ identity: Identity, at erasedAt: Timestamp, _ erasureID: ULID? = nil) {
        hash = Self.hash(identity)
        self.erasedAt = erasedAt
        self.erasureID = erasureID
    }

    /// What stands for an identity.
    static func hash(_ identity: Identity) -> String {
        Base64URL.encode(SHA256.hash(Array("\(identity.issuer)\0\(identity.subject)".utf8)))
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("hash", hash)
        builder.set("erased_at", erasedAt)
        if let erasureID { builder.set("erasure_id", erasureID.text) }
        builder.set(Self.refusalAttribute, ifPresent: tokenRefusedAt)
        builder.expire(at: erasedAt.adding(seconds: LexiLimits.erasedIdentityLifetime))
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        hash = try read.string("hash")
        erasedAt = try read.time("erased_at")
        erasureID = try read.optional("erasure_id", read.ulid)
        tokenRefusedAt = try read.optional(Self.refusalAttribute, read.time)
    }
}
