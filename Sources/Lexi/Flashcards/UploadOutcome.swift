/// What became of an uploaded review.
public enum UploadOutcome: Sendable, Equatable {
    /// It is in its card's log now.
    case applied
    /// It was there before, with the same content.
    case duplicate
    /// It was not taken, for this reason: a sentence.
    case rejected(String)
}
