import DynamoModel

/// Whether all legacy conditions must hold or one of them.
enum LegacyConjunction: String {
    case and = "AND"
    case or = "OR"
}
