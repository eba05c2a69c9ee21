import DynamoModel

extension ItemBuilder {
    /// The attributes of a setting that is not the first.
    mutating func set(_ mark: SchedulerMark) {
        guard mark != .first else { return }
        set("scheduler_version", mark.version)
        set("scheduler_algorithm", mark.algorithm)
    }
}

extension ItemReader {
    /// The setting by which something was scheduled.
    func schedulerMark() throws(CorruptItem) -> SchedulerMark {
        guard let version = try optional("scheduler_version", int) else { return .first }
        return SchedulerMark(version: version, algorithm: try vocabulary("scheduler_algorithm"))
    }
}
