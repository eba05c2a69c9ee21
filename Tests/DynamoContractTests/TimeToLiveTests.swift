import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct TimeToLiveTests {
    // It is off until it is set, tells its attribute then, and can be turned off again.
    @Test(arguments: Backend.all)
    func onAndOff(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let (db, name) = (table.db, table.name)
            #expect(
                try await db.describeTimeToLive(tableName: name) == TimeToLive(attributeName: nil, isEnabled: false))
            let on = TimeToLive(attributeName: "ttl", isEnabled: true)
            #expect(try await db.updateTimeToLive(tableName: name, on) == on)
            #expect(try await db.describeTimeToLive(tableName: name) == on)
            _ = try await db.updateTimeToLive(tableName: name, TimeToLive(attributeName: "ttl", isEnabled: false))
            #expect(try await db.describeTimeToLive(tableName: name).isEnabled == false)
        }
    }

    // Turning on what is on, and off what is off, is refused; so is another attribute while one is set.
    @Test(arguments: Backend.all)
    func changesMustChange(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let (db, name) = (table.db, table.name)
            await expectError(.validation, "TimeToLive is already disabled") {
                try await db.updateTimeToLive(tableName: name, TimeToLive(attributeName: "ttl", isEnabled: false))
            }
            _ = try await db.updateTimeToLive(tableName: name, TimeToLive(attributeName: "ttl", isEnabled: true))
            await expectError(.validation, "TimeToLive is already enabled") {
                try await db.updateTimeToLive(tableName: name, TimeToLive(attributeName: "ttl", isEnabled: true))
            }
            for isEnabled in [true, false] {
                await expectError(
                    .validation, "TimeToLive is active on a different AttributeName: current AttributeName is ttl"
                ) {
                    try await db.updateTimeToLive(
                        tableName: name, TimeToLive(attributeName: "other", isEnabled: isEnabled))
                }
            }
        }
    }

    // The attribute's name has 1 to 255 bytes; the table must be there.
    @Test(arguments: Backend.all)
    func wrongRequests(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for name in [nil, "", String(repeating: "t", count: 256)] {
                await expectError(.validation) {
                    try await table.db.updateTimeToLive(
                        tableName: table.name, TimeToLive(attributeName: name, isEnabled: true))
                }
            }
            await expectError(.resourceNotFound) { try await table.db.describeTimeToLive(tableName: "Missing") }
            await expectError(.resourceNotFound) {
                try await table.db.updateTimeToLive(
                    tableName: "Missing", TimeToLive(attributeName: "ttl", isEnabled: true))
            }
        }
    }
}
