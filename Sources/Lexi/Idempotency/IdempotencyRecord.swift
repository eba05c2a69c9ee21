/// A call that was carried out, under the key that its client gave it: stored in the transaction of the call, so that
/// both are there or neither.
struct IdempotencyRecord: Sendable, Equatable {
    /// Who called.
    let userID: UserID
    /// The client's key.
    let clientKey: String
    /// When the record goes.
    let expiresAt: Timestamp
}

extension IdempotencyRecord: ItemConvertible {
    static let kind = ItemKind.idempotency
    static let tableKey = EntityKey(
        .table, Key("IDEMPOTENCY#", KeyPart("user_id", \IdempotencyRecord.userID), "#", KeyPart("key", \.clientKey)),
        Key("METADATA#IDEMPOTENCY"))

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("key", clientKey)
        builder.expire(at: expiresAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), clientKey: try read.string("key"),
            expiresAt: Timestamp(clamping: Int64(try read.int(TableAttribute.timeToLive))))
    }
}
