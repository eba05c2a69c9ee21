import DynamoModel
import EmbeddedDynamoDB
import TestSupport
import Testing

@testable import RemoteDynamoDB

/// Conditional writes whose first try was carried out although nobody said so, through a proxy and against our
/// endpoint.
@Suite struct RecognitionTests {
    private static let carriers = RemoteFixture.Carrier.allCases

    // The first try was carried out; the retry finds our own item and reports success.
    @Test(arguments: carriers, [HostileProxy.Fault.dropAnswer, .truncate, .corrupt, .error503After])
    func create(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        try await RemoteFixture.hostile({ $0 == 0 ? fault : .pass }, over: carrier) { table, proxy, fixture in
            _ = try await table.putItem(put("a", "mine", if: "attribute_not_exists(pk)"))
            #expect(try await fixture.item("a")?["text"] == "mine")
            // The write, its retry, and the question for the table's key.
            #expect(proxy.requests == 3)
        }
    }

    // The first try was not carried out: the retry is, once.
    @Test(arguments: carriers, [HostileProxy.Fault.resetBefore, .error500, .garbage])
    func createThatWasNotDone(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        try await RemoteFixture.hostile({ $0 == 0 ? fault : .pass }, over: carrier) { table, proxy, fixture in
            _ = try await table.putItem(put("a", "mine", if: "attribute_not_exists(pk)"))
            #expect(try await fixture.item("a")?["text"] == "mine")
            #expect(proxy.requests == 2)
        }
    }

    // Somebody else's item stands there: whether ours stood there before cannot be known, and "condition failed" would
    // be a guess.
    @Test(arguments: carriers)
    func somebodyElse(_ carrier: RemoteFixture.Carrier) async throws {
        try await RemoteFixture.hostile({ $0 == 0 ? .resetBefore : .pass }, over: carrier) { table, proxy, fixture in
            _ = try await fixture.engine.putItem(put("a", "theirs"))
            let error = await failure { () async throws(DynamoDBError) in
                try await table.putItem(put("a", "mine", if: "attribute_not_exists(pk)"))
            }
            #expect(error?.code == .internalServerError && error?.item == nil)
            #expect(try await fixture.item("a")?["text"] == "theirs")
        }
    }

    // Without an unknown outcome before it, a condition that does not hold is just that.
    @Test(arguments: carriers)
    func plainConditionFailure(_ carrier: RemoteFixture.Carrier) async throws {
        try await RemoteFixture.hostile({ $0 == 0 ? .throttle : .pass }, over: carrier) { table, proxy, fixture in
            _ = try await fixture.engine.putItem(put("a", "theirs"))
            let error = await failure { () async throws(DynamoDBError) in
                try await table.putItem(put("a", "mine", if: "attribute_not_exists(pk)"))
            }
            #expect(error == .conditionalCheckFailed())
        }
    }

    // An update is recognised by what it set, a delete by the item's absence.
    @Test(arguments: carriers)
    func updateAndDelete(_ carrier: RemoteFixture.Carrier) async throws {
        try await RemoteFixture.hostile({ $0 % 2 == 0 ? .dropAnswer : .pass }, over: carrier) { table, proxy, fixture in
            _ = try await fixture.engine.putItem(PutItemRequest(tableName: "Words", item: ["pk": "a", "version": 1]))
            _ = try await table.updateItem(
                UpdateItemRequest(
                    tableName: "Words", key: ["pk": "a"], updateExpression: "SET version = :new, author = :me",
                    conditionExpression: "version = :old",
                    parameters: ExpressionParameters(values: [":new": 2, ":old": 1, ":me": "me"])))
            #expect(try await fixture.item("a") == ["pk": "a", "version": 2, "author": "me"])
            _ = try await table.deleteItem(
                DeleteItemRequest(
                    tableName: "Words", key: ["pk": "a"], conditionExpression: "version = :two",
                    parameters: ExpressionParameters(values: [":two": 2])))
            #expect(try await fixture.item("a") == nil)
        }
    }
}
