import Lexi

/// The bodies of calls about sync.
enum SyncForms {
    static let upload = BodyForm(
        name: "ReviewUpload",
        schema: .object([
            .required(
                "reviews",
                .array(
                    Schema.object([
                        .required("review_id", Schema.idInput.described("Made by the device.")),
                        .required("flashcard_id", Schema.idInput), .required("rating", Resources.rating),
                        .required("reviewed_at", Schema.timeInput),
                    ]).open.judgedByHandler, 0...LexiLimits.reviewsPerUpload))
        ]))
}

extension Body {
    /// The reviews of an upload. An element that is not an object is a review without any field.
    var uploadedReviews: [UploadedReviewFields]? {
        list("reviews")?.map { body in
            var fields = UploadedReviewFields()
            fields.reviewID = body.textField("review_id")
            fields.flashcardID = body.textField("flashcard_id")
            fields.rating = body.textField("rating")
            fields.reviewedAt = body.textField("reviewed_at")
            return fields
        }
    }
}
