import DynamoModel

/// An e-mail address that a user has.
struct EmailGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.emailGuard

    let email: EmailAddress
    let userID: UserID

    init(_ user: User) {
        email = user.email
        userID = user.userID
    }

    var item: Item {
        var builder = ItemBuilder(
            Self.kind, Keys.emailGuard(email),
            [IndexKey(.gsi5, Keys.emails(directory: email.directory), KeyEncoding.component(email.text))])
        builder.set("email", email.text)
        builder.set("user_id", userID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        email = EmailAddress(trusted: try read.string("email"))
        userID = try read.id("user_id")
    }
}
