import DynamoModel

/// An identity that a user has.
struct IdentityGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.identityGuard

    let identity: Identity
    let userID: UserID

    init(_ user: User) {
        identity = user.identity
        userID = user.userID
    }

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.identityGuard(identity))
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set("user_id", userID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        identity = try read.identity()
        userID = try read.id("user_id")
    }
}
