/// Which of its user's scheduler settings a card was folded by.
struct SchedulerMark: Sendable, Hashable {
    /// Goes up by one with every change of the setting, from 0.
    var version = 0
    var algorithm = SchedulerSetting.Algorithm.sm2

    /// That of users who never chose.
    static let first = SchedulerMark()
}
