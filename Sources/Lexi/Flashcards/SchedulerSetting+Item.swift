import DynamoModel

extension ItemBuilder {
    /// The attributes of a user's scheduler; users who never chose have none.
    mutating func set(_ scheduler: SchedulerSetting, version: Int) {
        guard version > 0 else { return }
        set(SchedulerMark(version: version, algorithm: scheduler.algorithm))
        guard case .fsrs(let retention, let parameters) = scheduler else { return }
        set("desired_retention", retention)
        if let parameters { set("fsrs_parameters", parameters.tenThousandths) }
    }
}

extension ItemReader {
    /// A user's scheduler.
    func schedulerSetting() throws(CorruptItem) -> SchedulerSetting {
        guard try schedulerMark().algorithm == .fsrs else { return .sm2 }
        let parameters = try optional("fsrs_parameters", ints)
        if let parameters, parameters.count != FSRSParameters.count {
            throw error("fsrs_parameters", "is not a list of \(FSRSParameters.count) numbers")
        }
        return .fsrs(
            retention: try int("desired_retention"), parameters: parameters.map { FSRSParameters(trusted: $0) })
    }
}
