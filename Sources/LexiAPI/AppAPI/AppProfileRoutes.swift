import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension AppRoutes {
    /// The caller's profile.
    static let profile: [Route] = [
        Route(
            app: .get, "/profile", "ReadProfile", "The caller's profile; the first call registers the caller.",
            showsStatistics: true, data: AppResources.profile
        ) { call in
            let profile = try await call.account.profile()
            return AppEnvelope.answer { AppResources.write(profile, to: &$0) }
        },
        Route(
            app: .patch, "/profile", "PatchProfile", "Changes the caller's profile, or ends the onboarding.",
            body: AppForms.profile, showsStatistics: true, data: AppResources.profile, problems: [.invalidFields]
        ) { call in
            let patch = try call.body.checked { errors in call.body.appProfile.profilePatch(&errors) }
            let profile = try await call.account.changeProfile(
                call.body.endsOnboarding ? patch.endingOnboarding : patch)
            return AppEnvelope.answer("Đã lưu hồ sơ.") { AppResources.write(profile, to: &$0) }
        },
        Route(
            app: .post, "/onboarding/complete", "CompleteOnboarding", "Sets the profile after the first call.",
            body: AppForms.profile, showsStatistics: true,
            data: .object([
                .required("is_success", .boolean), .required("message", .text()),
                .required("profile", AppResources.profile),
            ]), problems: [.invalidFields]
        ) { call in
            let patch = try call.body.checked { errors in call.body.appProfile.onboarding(&errors) }
            let profile = try await call.account.changeProfile(patch)
            let message = "Đã hoàn tất thiết lập ban đầu."
            return AppEnvelope.answer(message) { json in
                json.beginObject()
                json.member("is_success", true)
                json.member("message", message)
                json.name("profile")
                AppResources.write(profile, to: &json)
                json.endObject()
            }
        },
    ]
}

extension Body {
    /// A profile as the app names it. `learning_goal` holds the target level in newer versions, and the goal in older
    /// ones.
    fileprivate var appProfile: UserFields {
        var fields = UserFields()
        fields.displayName = textField("display_name")
        fields.avatarURL = textField("avatar_url")
        fields.currentLevel = textField("current_level")
        fields.targetLevel = textField("target_level")
        fields.learningGoal = textField("learning_goal_text")
        if fields.learningGoal.isAbsent, case .set(let text) = textField("learning_goal"),
            (try? CEFRLevel(text)) == nil
        {
            fields.learningGoal = .set(text)
        }
        return fields
    }

    fileprivate var endsOnboarding: Bool { booleanField("is_new_user") == .set(false) }
}
