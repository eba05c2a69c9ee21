import DynamoModel

/// An e-mail address that a user has.
struct EmailGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.emailGuard
    private static let address = KeyPart("email", \EmailGuard.email.text)

    static let tableKey = EntityKey(.table, Key("EMAIL#", address), Key("METADATA#EMAIL"))
    static let directory = EntityKey(
        .gsi5, Key("EMAIL#", KeyPart("first two characters", \.email.directory)), Key("", address))
    static let indexKeys: [any DeclaredKey<EmailGuard>] = [directory]

    let email: EmailAddress
    let userID: UserID

    init(_ user: User) {
        email = user.email
        userID = user.userID
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("email", email.text)
        builder.set("user_id", userID)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        email = EmailAddress(trusted: try read.string("email"))
        userID = try read.id("user_id")
    }
}
