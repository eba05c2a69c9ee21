import HTTPServer
import Lexi

/// What learners read when a call of the app fails, in Vietnamese, with the English words in it that the app looks for.
enum AppMessages {
    static func message(of problem: Problem) -> String {
        switch problem.type {
        case .unauthorized: "Unauthorized: phiên đăng nhập không hợp lệ hoặc đã hết hạn, hãy đăng nhập lại."
        case .forbidden, .insufficientScope, .ownRights:
            problem.type == .ownRights
                ? "Bạn không thể tự đổi vai trò hoặc trạng thái của chính mình; hãy nhờ quản trị viên khác."
                : "Forbidden: bạn không có quyền thực hiện thao tác này."
        case .lastAdmin: "Bạn là quản trị viên cuối cùng; hãy trao quyền quản trị cho người khác trước."
        case .beingErased: "Tài khoản này đang được xoá."
        case .deactivated: "Tài khoản của bạn đã bị khoá; hãy liên hệ quản trị viên."
        case .notRegistered, .emailNotVerified:
            "Tài khoản đăng nhập không có địa chỉ email hợp lệ nên chưa thể tạo hồ sơ."
        case .notFound, .methodNotAllowed: "Nội dung này không tồn tại (not found)."
        case .duplicateWord: "Duplicate: từ này đã có trong bộ thẻ của bạn."
        case .duplicateEmail, .alreadyRegistered: "Địa chỉ email này đã thuộc về một tài khoản khác."
        case .duplicateScenario: "Duplicate: đã có tình huống với mã này."
        case .wrongState: "Phiên luyện tập không còn ở trạng thái cho phép thao tác này."
        case .reviewConflict: "Lần ôn tập này đã được ghi nhận với kết quả khác."
        case .limitReached: "Đã đạt giới hạn cho phép."
        case .invalidFields: fields(problem.errors)
        case .badParameter, .badCursor: "Tham số của danh sách không hợp lệ; hãy tải lại trang."
        case .malformedJSON, .malformedRequest, .unsupportedMediaType: "Dữ liệu gửi lên không đúng định dạng."
        case .contentTooLarge, .uriTooLong, .headerTooLarge: "Dữ liệu gửi lên quá lớn."
        case .tooManyRequests: "Bạn thao tác quá nhanh; hãy đợi một lát rồi thử lại."
        case .unavailable: "Hệ thống đang bận; hãy thử lại sau ít giây."
        case .outcomeUnknown: "Hệ thống gặp sự cố khi lưu; hãy tải lại trang để kiểm tra trước khi thử lại."
        default:
            problem.type.status.code >= 500
                ? "Hệ thống gặp sự cố; hãy thử lại sau." : "Yêu cầu không hợp lệ; hãy tải lại trang rồi thử lại."
        }
    }

    /// Sentences shown at once; a toast holds no more.
    private static let sentences = 3

    private static func fields(_ errors: [FieldError]) -> String {
        var texts: [String] = []
        for error in errors {
            let name = error.pointer.utf8.split(separator: UInt8(ascii: "/")).first.map { String(Substring($0)) } ?? ""
            let text = byField[name] ?? (name.isEmpty ? general : "Trường “\(name)” không hợp lệ.")
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.isEmpty ? general : texts.prefix(sentences).joined(separator: " ")
    }

    private static let general = "Dữ liệu gửi lên không hợp lệ."

    private static let byField = [
        "word":
            "Từ hoặc câu phải có từ \(LexiLimits.word.lowerBound) đến \(LexiLimits.word.upperBound) ký tự, chỉ gồm chữ cái, chữ số, khoảng trắng và dấu câu thông thường.",
        "word_type": "Từ loại không hợp lệ.",
        "translation_vi": "Nghĩa tiếng Việt có tối đa \(LexiLimits.translation) ký tự.",
        "phonetic": "Phiên âm có tối đa \(LexiLimits.phonetic) ký tự.",
        "audio_url": "Đường dẫn âm thanh không hợp lệ.",
        "example_sentence": "Câu ví dụ có tối đa \(LexiLimits.exampleSentence) ký tự.",
        "rating": "Kết quả ôn tập phải là again, hard, good hoặc easy.",
        "display_name":
            "Tên hiển thị phải có từ \(LexiLimits.displayName.lowerBound) đến \(LexiLimits.displayName.upperBound) ký tự.",
        "avatar_url": "Đường dẫn ảnh đại diện phải là địa chỉ https.",
        "current_level": "Trình độ hiện tại phải là một trong A1, A2, B1, B2, C1, C2.",
        "target_level": "Trình độ mục tiêu phải là một trong A1, A2, B1, B2, C1, C2.",
        "level": "Trình độ phải là một trong A1, A2, B1, B2, C1, C2.",
        "difficulty_level": "Độ khó phải là một trong A1, A2, B1, B2, C1, C2.",
        "learning_goal": "Mục tiêu học tập có tối đa \(LexiLimits.learningGoal) ký tự.",
        "learning_goal_text": "Mục tiêu học tập có tối đa \(LexiLimits.learningGoal) ký tự.",
        "scenario_id": "Tình huống này không có hoặc đã ngừng sử dụng.",
        "learner_role": "Vai của bạn phải là một trong hai vai của tình huống.",
        "ai_role": "Vai của đối tác phải là vai còn lại của tình huống.",
        "selected_goal": "Mục tiêu phải là một trong các mục tiêu của tình huống.",
        "content": "Nội dung câu nói phải có từ 1 đến \(LexiLimits.turnContent) ký tự.",
        "text": "Nội dung câu nói phải có từ 1 đến \(LexiLimits.turnContent) ký tự.",
        "is_hint_used": "Giá trị is_hint_used phải là true hoặc false.",
        "scenario_title":
            "Tên tình huống phải có từ \(LexiLimits.scenarioTitle.lowerBound) đến \(LexiLimits.scenarioTitle.upperBound) ký tự.",
        "context": "Bối cảnh có tối đa \(LexiLimits.scenarioContext) ký tự.",
        "roles": "Tình huống cần đúng hai vai khác nhau.",
        "goals": "Tình huống cần từ 1 đến \(LexiLimits.scenarioGoals.upperBound) mục tiêu.",
        "order":
            "Thứ tự phải là số nguyên từ \(LexiLimits.scenarioOrder.lowerBound) đến \(LexiLimits.scenarioOrder.upperBound).",
        "notes": "Ghi chú có tối đa \(LexiLimits.scenarioNotes) ký tự.",
        "is_active": "Trạng thái hoạt động phải là true hoặc false.",
        "role": "Vai trò phải là LEARNER hoặc ADMIN.",
    ]
}
