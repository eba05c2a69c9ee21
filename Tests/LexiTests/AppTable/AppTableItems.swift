import DynamoModel

/// Items in the layout of the app's former back end.
enum AppTableItems {
    static let issuer = "https://cognito-idp.ap-southeast-1.amazonaws.com/pool"
    static let time = "2026-04-26T07:25:13.798100+00:00"

    static func user(_ name: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("USER#\(name)"), "SK": .s("PROFILE"), "EntityType": .s("USER_PROFILE"),
            "GSI1PK": .s("USER#\(name)#USER_PROFILE"), "GSI3PK": .s("USER_PROFILE"), "user_id": .s(name),
            "email": .s("\(name)@example.com"), "display_name": .s("Name of \(name)"), "avatar_url": .s(""),
            "role": .s("LEARNER"), "is_active": .bool(true), "is_new_user": .bool(false),
            "current_level": .s("A2"), "target_level": .s("B2"), "current_streak": .int(0),
            "total_words_learned": .int(0), "last_completed_at": .s(""), "created_at": .s(time),
        ]
        return merged(item, more)
    }

    static func card(_ id: String, of user: String, _ word: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("FLASHCARD#\(user)"), "SK": .s("CARD#\(id)"), "EntityType": .s("FLASHCARD"), "GSI2PK": .s(user),
            "GSI2SK": .s(time), "flashcard_id": .s(id), "user_id": .s(user), "word": .s(word),
            "translation_vi": .s("nghĩa"), "phonetic": .s(""), "audio_url": .s(""), "example_sentence": .s(""),
            "review_count": .int(0), "interval_days": .int(1), "repetition_count": .int(0),
            "last_reviewed_at": .null, "next_review_at": .s(time), "created_at": .s("2026-05-01T00:00:00+00:00"),
            "updated_at": .s("2026-04-28T00:00:00+00:00"),
        ]
        return merged(item, more)
    }

    static func session(_ id: String, of user: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("SESSION#\(id)"), "SK": .s("METADATA"), "EntityType": .s("SESSION"), "session_id": .s(id),
            "user_id": .s(user), "scenario_id": .s("cafe"), "learner_role_id": .s("guest"), "ai_role_id": .s("waiter"),
            "ai_character": .s("Emma"), "level": .s("B1"), "selected_goal": .s("Order"),
            "prompt_snapshot": .s("You are a waiter."), "status": .s("COMPLETED"), "total_turns": .int(99),
            "created_at": .s(time), "updated_at": .s(time), "assigned_model": .s("model"),
        ]
        return merged(item, more)
    }

    static func turn(_ number: Int, of session: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("SESSION#\(session)"), "SK": .s("TURN#\(number)"), "turn_index": .int(number),
            "speaker": .s(number % 2 == 0 ? "AI" : "USER"), "content": .s("said \(number)"),
            "translated_content": .s(""), "audio_url": .s(""), "is_hint_used": .bool(number == 1), "ttft_ms": .null,
            "created_at": .s(time),
        ]
        return merged(item, more)
    }

    static func scoring(of session: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("SESSION#\(session)"), "SK": .s("SCORING"), "session_id": .s(session),
            "fluency_score": .int(70), "pronunciation_score": .int(60), "grammar_score": .int(80),
            "vocabulary_score": .int(75), "overall_score": .int(71), "feedback": .s("Good."),
            "created_at": .s("2026-04-27T08:00:00+00:00"),
        ]
        return merged(item, more)
    }

    static func scenario(_ id: String, _ more: Item = [:]) -> Item {
        let item: Item = [
            "PK": .s("SCENARIO#\(id)"), "SK": .s("METADATA"), "scenario_id": .s(id),
            "scenario_title": .s("At the café"), "context": .s("A café."),
            "roles": .l([.s("guest"), .s("waiter")]), "goals": .l([.s("Order"), .s("Pay")]), "is_active": .bool(true),
            "usage_count": .int(3), "difficulty_level": .s("A2"), "order": .int(1), "notes": .s(""),
            "created_at": .s(time), "updated_at": .s(time),
        ]
        return merged(item, more)
    }

    private static func merged(_ item: Item, _ more: Item) -> Item {
        var item = item
        for (name, value) in more { item[name] = value }
        return item
    }

    /// A ULID whose time is so many seconds after the first of them.
    static func id(_ number: Int) -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var (text, rest) = ("", 52_000_000_000 + number)
        for _ in 0..<10 {
            text = String(digits[rest % 32]) + text
            rest /= 32
        }
        return text + "0000000000000000"
    }
}
