/// The face and voice of the conversation partner.
public enum AICharacter: String, Vocabulary {
    /// The partner of sessions that name none.
    case sarah = "Sarah"
    /// One of the faces and voices that a session can ask for by name.
    case marco = "Marco"
    /// As ``marco``, by its name.
    case emma = "Emma"
    /// As ``marco``, by its name.
    case james = "James"
}
