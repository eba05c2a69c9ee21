import DynamoModel

/// An identity that a user has.
struct IdentityGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.identityGuard
    static let tableKey = EntityKey(
        .table,
        Key(
            "IDENTITY#", KeyPart("issuer", \IdentityGuard.identity.issuer), "#",
            KeyPart("subject", \.identity.subject)),
        Key("METADATA#IDENTITY"))

    let identity: Identity
    let userID: UserID

    init(_ user: User) {
        identity = user.identity
        userID = user.userID
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set("user_id", userID)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        identity = try read.identity()
        userID = try read.id("user_id")
    }
}
