/// The face and voice of the conversation partner.
public enum AICharacter: String, Vocabulary {
    /// Sarah.
    case sarah = "Sarah"
    /// Marco.
    case marco = "Marco"
    /// Emma.
    case emma = "Emma"
    /// James.
    case james = "James"
}
