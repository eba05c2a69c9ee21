import DynamoModel
import EmbeddedDynamoDB
import TableStore
import TestSupport
import Testing

/// Callers without a wire are held to the service's model, too, in the same words.
@Suite struct ModelCheckTests {
    private static func refusal(
        _ work: @Sendable (TableEngine) async throws -> Void
    ) async throws -> String? {
        try await TemporaryFolder.with { folder -> String? in
            var options = TableEngine.Options()
            options.backupFolder = folder.file("backups")
            options.exportFolder = folder.file("exports")
            let engine = try TableEngine.open(path: folder.file("table.db"), options: options)
            _ = try await engine.createTable(TestTables.hashOnly())
            var message: String?
            do { try await work(engine) } catch let error as DynamoDBError {
                #expect(error.code == .validation)
                message = error.message
            }
            await engine.close()
            return message
        }
    }

    private static func violation(_ place: String, _ value: String, _ rule: String) -> String {
        "1 validation error detected: Value '\(value)' at '\(place)' failed to satisfy constraint: \(rule)"
    }

    @Test(arguments: [-1, 0]) func pages(limit: Int) async throws {
        let rule = "Member must have value greater than or equal to 1"
        for (place, request) in [
            ("maxResults", TransferRequest.listExports(tableArn: nil, limit: limit, nextToken: nil)),
            ("pageSize", .listImports(tableArn: nil, limit: limit, nextToken: nil)),
        ] {
            let found = try await Self.refusal { _ = try await $0.transfers(request) }
            #expect(found == Self.violation(place, "\(limit)", rule))
        }
        let backups = try await Self.refusal {
            _ = try await $0.backups(.list(ListBackupsRequest(limit: limit)))
        }
        #expect(backups == Self.violation("limit", "\(limit)", rule))
        let tables = try await Self.refusal {
            _ = try await $0.listTables(exclusiveStartTableName: nil, limit: limit)
        }
        #expect(tables == Self.violation("limit", "\(limit)", rule))
    }

    @Test func longPages() async throws {
        let found = try await Self.refusal {
            _ = try await $0.transfers(.listExports(tableArn: nil, limit: 26, nextToken: nil))
        }
        #expect(found == Self.violation("maxResults", "26", "Member must have value less than or equal to 25"))
    }

    @Test func namesOfBackups() async throws {
        for (name, rule) in [
            ("b/c", "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
            ("bc", "Member must have length greater than or equal to 3"),
        ] {
            let found = try await Self.refusal {
                _ = try await $0.backups(.create(tableName: "HashOnly", backupName: name))
            }
            #expect(found == Self.violation("backupName", name, rule))
        }
    }

    @Test(arguments: [0, 36]) func daysOfRecovery(days: Int) async throws {
        let found = try await Self.refusal {
            _ = try await $0.backups(.updateContinuous(tableName: "HashOnly", isEnabled: true, days: days))
        }
        let rule =
            days == 0
            ? "Member must have value greater than or equal to 1" : "Member must have value less than or equal to 35"
        #expect(
            found == Self.violation("pointInTimeRecoverySpecification.recoveryPeriodInDays", "\(days)", rule))
    }
}
