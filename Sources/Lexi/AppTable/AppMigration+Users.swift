import DynamoModel

extension AppMigration {
    /// Takes the users, the older first: of two with one address the later one does not move.
    mutating func takeUsers(_ items: [AppItem]) {
        var emails: Set<EmailAddress> = []
        for item in items.sorted(by: { Self.age($0) < Self.age($1) }) {
            let name = item.text("user_id").isEmpty ? item.owner : item.text("user_id")
            guard let user = user(item, name) else { continue }
            guard users[name] == nil else {
                report.refuse(item, "is there twice")
                continue
            }
            guard emails.insert(user.email).inserted else {
                report.refuse(item, "another user has this e-mail address")
                continue
            }
            users[name] = AppUser(user: user)
            order.append(name)
        }
    }

    private static func age(_ item: AppItem) -> (String, String) {
        (item.time("created_at", "joined_at")?.text ?? "9", item.partition)
    }

    private mutating func user(_ item: AppItem, _ name: String) -> User? {
        guard let subject = subject(of: name) else {
            report.refuse(item, "signs in by Google, and --google-users does not name the subject")
            return nil
        }
        guard let identity = try? Identity(issuer: options.issuer, subject: subject) else {
            report.refuse(item, "has no name that a token could have")
            return nil
        }
        guard let email = try? EmailAddress(item.text("email")) else {
            report.refuse(item, "has no valid e-mail address")
            return nil
        }
        var fields = UserFields()
        fields.displayName = displayName(item, email)
        fields.avatarURL = avatar(item)
        fields.currentLevel = level(item, "current_level")
        fields.targetLevel = level(item, "target_level")
        fields.learningGoal = goal(item)
        var errors = FieldErrors()
        let isAdmin = item.text("role").uppercased() == Role.admin.rawValue
        let new = fields.registration(identity: identity, tokenEmail: email, isAdmin: isAdmin, &errors)
        guard let new else {
            report.refuse(item, errors)
            return nil
        }
        let created = item.time("created_at", "joined_at") ?? options.now
        var user = User(new, id: UserID(Self.id("lexi/app-user", options.issuer, name)), at: created)
        user.updatedAt = max(created, item.time("updated_at") ?? created)
        user.isActive = item.truth("is_active") ?? true
        user.isNewUser = item.truth("is_new_user") ?? !(item.truth("is_onboarded") ?? false)
        return user
    }

    private func subject(of name: String) -> String? {
        name.lowercased().hasPrefix("google_") ? options.googleUsers[name] : name
    }

    private mutating func displayName(_ item: AppItem, _ email: EmailAddress) -> FieldInput<String> {
        let limit = LexiLimits.displayName.upperBound
        let name = item.text("display_name")
        if name.unicodeScalars.count > limit { report.change(item, "display_name was cut to \(limit) characters") }
        let cut = Self.cut(name, limit)
        if (try? Text.name(cut, LexiLimits.displayName)) != nil { return .set(cut) }
        if !cut.isEmpty { report.change(item, "display_name cannot be a name, and became that of the address") }
        return .absent
    }

    private mutating func avatar(_ item: AppItem) -> FieldInput<String> {
        let url = item.text("avatar_url")
        if (try? WebAddress(url)) != nil { return .set(url) }
        report.change(item, "avatar_url is not https, and was left out")
        return .absent
    }

    private mutating func level(_ item: AppItem, _ name: String) -> FieldInput<String> {
        let text = name == "target_level" ? item.text(name, "learning_goal") : item.text(name)
        if (try? CEFRLevel(text)) != nil { return .set(text) }
        if !item.text(name).isEmpty { report.change(item, "\(name) is not a level, and became that of a new user") }
        return .absent
    }

    private mutating func goal(_ item: AppItem) -> FieldInput<String> {
        let text = item.text("learning_goal")
        // Older programs kept the target level under this name.
        if (try? CEFRLevel(text)) != nil { return .absent }
        let cut = Self.cut(text, LexiLimits.learningGoal)
        if cut.utf8.count < text.utf8.count {
            report.change(item, "learning_goal was cut to \(LexiLimits.learningGoal) characters")
        }
        if (try? Text.line(cut, 0...LexiLimits.learningGoal)) != nil { return .set(cut) }
        report.change(item, "learning_goal has control characters, and was left out")
        return .absent
    }
}
