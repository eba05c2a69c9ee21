/// The values of a setting that turns something on or off.
enum Switch: String, CaseIterable {
    case on
    case off
}
