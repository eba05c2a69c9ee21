// Reads of audit trails.
extension AccessPatterns {
    static let auditOfUser = items(
        "5", "A user's audit trail", .every(AuditEntry.tableKey), .descending, isConsistent: false, read: 1)
    static let auditOfScenario = items(
        "5a", "A scenario's audit trail", .every(ScenarioAuditEntry.tableKey), .descending, isConsistent: false,
        read: 1)
    static let auditOfDay = keys("33", "Audit of a day", .all(AuditEntry.ofDay), .descending, read: 22)

    static let ofTrails: [any RegisteredPattern] = [auditOfUser, auditOfScenario]
    static let ofAuditDays: [any RegisteredPattern] = [auditOfDay]
}
