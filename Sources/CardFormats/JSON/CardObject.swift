import CivilTime
import JSONText

/// A card as an object of JSON.
struct CardObject {
    private var draft = CardDraft()
    private var faults: [String] = []

    init(_ value: JSONValue, isNew: Bool) {
        guard let object = value.objectValue else {
            faults = ["must be an object, not \(value.kindDescription)"]
            return
        }
        var parts = ScheduleParts()
        for (name, value) in object.members {
            switch CardColumn(name) {
            case .text(let field): takeText(field, value)
            case .tags: takeTags(value)
            case .isSuspended:
                draft.isSuspended = value.boolValue ?? false
                if value.boolValue == nil, !value.isNull { faults.append("is_suspended must be true or false") }
            case .createdAt: draft.createdAt = time(name, value)
            case .schedule(let part): set(part, value, &parts)
            case .ignored: break
            case nil where name == "reviews": if !isNew { takeReviews(value) }
            case nil where name == "baseline": if !isNew { takeBaseline(value) }
            case nil: faults.append("has an unknown member '\(name.prefix(50))'")
            }
        }
        if let fault = parts.fault ?? (isNew ? nil : parts.gap) { faults.append(fault) }
        if !isNew { draft.schedule = parts.schedule }
    }

    /// The card, or what is wrong with it.
    var content: CardRow.Content { faults.first.map { .fault($0) } ?? .card(draft) }

    private mutating func takeText(_ field: String, _ value: JSONValue) {
        if value.isNull { return }
        guard let text = value.stringValue else {
            faults.append("\(field) must be a string")
            return
        }
        draft.texts[field] = text
    }

    private mutating func takeTags(_ value: JSONValue) {
        if value.isNull { return }
        let texts = value.arrayValue?.compactMap(\.stringValue)
        guard let texts, texts.count == value.arrayValue?.count else {
            faults.append("tags must be a list of strings")
            return
        }
        draft.tags = texts
    }

    private mutating func time(_ name: String, _ value: JSONValue) -> Int? {
        if value.isNull { return nil }
        guard let seconds = value.stringValue.flatMap({ Timestamp($0).map { Int($0.seconds) } }) else {
            faults.append("\(name) must be a time such as 2026-05-02T10:30:00Z")
            return nil
        }
        return seconds
    }

    private mutating func set(_ part: CardColumn.SchedulePart, _ value: JSONValue, _ parts: inout ScheduleParts) {
        if value.isNull { return }
        parts.set(part, value.stringValue ?? value.description)
    }

    private mutating func takeBaseline(_ value: JSONValue) {
        draft.isLogWhole = true
        guard let object = value.objectValue else {
            if !value.isNull { faults.append("baseline must be an object") }
            return
        }
        var parts = ScheduleParts()
        for (name, value) in object.members {
            guard let part = CardColumn.SchedulePart(rawValue: name) else {
                faults.append("baseline has an unknown member '\(name.prefix(50))'")
                return
            }
            set(part, value, &parts)
        }
        if let fault = parts.fault ?? parts.gap { faults.append("baseline: \(fault)") }
        draft.baseline = parts.schedule
    }

    private mutating func takeReviews(_ value: JSONValue) {
        guard let list = value.arrayValue else {
            if !value.isNull { faults.append("reviews must be a list") }
            return
        }
        guard list.count <= CardFormatLimits.reviewsPerCard else {
            faults.append("has more than \(CardFormatLimits.reviewsPerCard) reviews")
            return
        }
        for value in list {
            guard let rating = value["rating"]?.stringValue, CardReview.ratings.contains(rating),
                let at = time("reviewed_at", value["reviewed_at"] ?? .bool(false))
            else {
                faults.append("a review needs rating and reviewed_at")
                return
            }
            draft.reviews.append(CardReview(id: value["review_id"]?.stringValue, rating: rating, reviewedAt: at))
        }
    }
}
