import DynamoModel
import Testing

@testable import TableStore

/// The form in which definitions lie in files, member by member: what these tests hold is read by every later program.
@Suite struct StoredFormTests {
    private static func definition() -> TableDefinition {
        var definition = TableDefinition(
            name: "T", id: 3, tableId: "id-3", created: 1_700_000_000.123,
            attributeDefinitions: [AttributeDefinition("pk", .s), AttributeDefinition("n", .n)],
            keySchema: [KeySchemaElement("pk", .hash), KeySchemaElement("n", .range)],
            indexes: [
                IndexDefinition(
                    index: SecondaryIndex(
                        indexName: "global", keySchema: [KeySchemaElement("n", .hash)],
                        projection: .include(["a", "b"]),
                        provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 6),
                        onDemandThroughput: OnDemandThroughput(maxReadRequestUnits: 7)),
                    id: 4, isLocal: false, isActive: false,
                    throughputChanges: ThroughputChanges(lastDecrease: 1_700_000_001.5, decreasesToday: 2),
                    warmThroughput: WarmThroughput(readUnitsPerSecond: 8, writeUnitsPerSecond: 9)),
                IndexDefinition(
                    index: SecondaryIndex(
                        indexName: "local", keySchema: [KeySchemaElement("pk", .hash)], projection: .keysOnly),
                    id: 5, isLocal: true, isActive: true),
            ],
            billingMode: .provisioned, lastUpdateToPayPerRequest: 1_700_000_002,
            throughput: ProvisionedThroughput(readCapacityUnits: 1, writeCapacityUnits: 2),
            streamViewType: .newAndOldImages, streamLabel: "label", deletionProtection: true,
            timeToLive: TimeToLive(attributeName: "ttl", isEnabled: true),
            tags: ["\u{e9}": "composed", "e\u{301}": "decomposed"],
            throughputChanges: ThroughputChanges(lastIncrease: 1_700_000_003, decreasesToday: 0),
            onDemandThroughput: OnDemandThroughput(maxWriteRequestUnits: 10),
            warmThroughput: WarmThroughput(readUnitsPerSecond: 11, writeUnitsPerSecond: 12),
            tableClass: TableClassSummary(tableClass: .standardInfrequentAccess, lastUpdate: 1_700_000_004),
            kmsMasterKeyArn: "key")
        definition.expiry = ExpiryIndex(id: 6, isActive: true)
        definition.policy = ResourcePolicy(text: "{}", revision: "1")
        definition.insights = ["": TableDefinition.Insights(isEnabled: true, mode: "M", since: 1_700_000_005)]
        definition.recovery = RecoveryWindow(days: 35, since: 1_700_000_006_000)
        definition.restore = RestoreOrigin(
            tableName: "S", backupId: "b", time: 1_700_000_007_000, isInProgress: false, isImport: true)
        definition.restore?.settings = RestoredSettings(
            timeToLive: TimeToLive(attributeName: "ttl", isEnabled: true), streamViewType: .oldImage,
            streamLabel: "label", deletionProtection: true)
        return definition
    }

    private static let stored: Item = [
        "name": "T", "id": 3, "tableId": "id-3", "created": 1_700_000_000_123,
        "attributes": [["pk", "S"], ["n", "N"]], "keySchema": [["pk", "HASH"], ["n", "RANGE"]],
        "indexes": [
            [
                "name": "global", "id": 4, "local": false, "active": false, "keySchema": [["n", "HASH"]],
                "projection": "INCLUDE", "included": ["a", "b"], "throughput": [5, 6], "onDemand": ["read": 7],
                "throughputChanges": ["decreases": 2, "decrease": 1_700_000_001_500], "warm": [8, 9],
            ],
            [
                "name": "local", "id": 5, "local": true, "active": true, "keySchema": [["pk", "HASH"]],
                "projection": "KEYS_ONLY",
            ],
        ],
        "billingMode": "PROVISIONED", "payPerRequestSince": 1_700_000_002_000, "throughput": [1, 2],
        "streamViewType": "NEW_AND_OLD_IMAGES", "streamLabel": "label", "deletionProtection": true,
        "ttlAttribute": "ttl", "ttlEnabled": true, "ttlIndex": 6, "ttlIndexActive": true,
        "tags": ["\u{e9}": "composed", "e\u{301}": "decomposed"],
        "throughputChanges": ["decreases": 0, "increase": 1_700_000_003_000], "onDemand": ["write": 10],
        "warm": [11, 12], "tableClass": "STANDARD_INFREQUENT_ACCESS", "tableClassSince": 1_700_000_004_000,
        "kmsKey": "key", "policy": "{}", "policyRevision": "1", "insights": ["": [true, "M", 1_700_000_005_000]],
        "recovery": [35, 1_700_000_006_000],
        "restore": [
            "table": "S", "backup": "b", "time": 1_700_000_007_000, "inProgress": false, "import": true,
            "settings": ["ttl": "ttl", "stream": "OLD_IMAGE", "label": "label", "protected": true],
        ],
    ]

    @Test func aTableWithEverything() {
        #expect(Self.definition().stored == Self.stored)
        #expect(TableDefinition(stored: Self.stored) == Self.definition())
    }

    /// What a table does not have is not written.
    @Test func aTableWithNothing() throws {
        let item: Item = [
            "name": "T", "id": 3, "tableId": "id-3", "created": 1_700_000_000_000, "attributes": [], "keySchema": [],
            "indexes": [], "billingMode": "PAY_PER_REQUEST", "throughput": [0, 0], "deletionProtection": false,
            "ttlEnabled": false, "tags": [:], "warm": [12_000, 4_000],
        ]
        let read = try #require(TableDefinition(stored: item))
        let made = TableDefinition(
            name: "T", id: 3, tableId: "id-3", created: 1_700_000_000, attributeDefinitions: [], keySchema: [],
            indexes: [], billingMode: .payPerRequest,
            throughput: ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0), deletionProtection: false,
            timeToLive: TimeToLive(attributeName: nil, isEnabled: false), tags: [:],
            warmThroughput: WarmThroughput(readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000))
        #expect(read == made)
        #expect(made.stored == item)
    }

    /// Programs that knew no warm throughput left it out.
    @Test func aTableOfAnOlderProgram() throws {
        var item = Self.stored
        item["warm"] = nil
        let read = try #require(TableDefinition(stored: item))
        #expect(read.warmThroughput == WarmThroughput(readUnitsPerSecond: 1, writeUnitsPerSecond: 2))
        item["indexes"] = [
            [
                "name": "global", "id": 4, "local": false, "active": true, "keySchema": [["n", "HASH"]],
                "projection": "ALL",
            ]
        ]
        let index = try #require(TableDefinition(stored: item)?.indexes.first)
        #expect(index.warmThroughput == WarmThroughput(readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000))
        #expect(index.index.projection == .all)
    }

    /// Without any member that every definition has, and with a value of another type, nothing is made up.
    @Test func otherForms() {
        for name in ["name", "id", "created", "keySchema", "indexes", "billingMode", "tags", "ttlEnabled"] {
            var item = Self.stored
            item[name] = nil
            #expect(TableDefinition(stored: item) == nil, "without \(name)")
            item[name] = .b([1])
            #expect(TableDefinition(stored: item) == nil, "with another \(name)")
        }
    }

    @Test func aStream() {
        var stream = StreamDefinition(
            storage: 3, tableName: "T", label: "label", viewType: .keysOnly, created: 1,
            keySchema: [KeySchemaElement("pk", .hash)], attributeDefinitions: [AttributeDefinition("pk", .b)],
            shardCount: 2,
            shards: [.init(id: "a", slot: 0, parent: "p", start: 4, end: 5, opened: 6, closed: 7)], ended: 8)
        var item: Item = [
            "storage": 3, "table": "T", "label": "label", "view": "KEYS_ONLY", "created": 1, "shardCount": 2,
            "keySchema": [["pk", "HASH"]], "attributes": [["pk", "B"]], "ended": 8,
            "shards": [["id": "a", "slot": 0, "parent": "p", "start": 4, "end": 5, "opened": 6, "closed": 7]],
        ]
        #expect(stream.stored == item)
        #expect(StreamDefinition(stored: item) == stream)
        (stream.ended, item["ended"]) = (nil, nil)
        stream.shards = [.init(id: "b", slot: 1, parent: nil, start: 4, end: nil, opened: 6, closed: nil)]
        item["shards"] = [["id": "b", "slot": 1, "start": 4, "opened": 6]]
        #expect(stream.stored == item)
        #expect(StreamDefinition(stored: item) == stream)
        (stream.policy, item["policy"]) = (ResourcePolicy(text: "{}", revision: "9"), ["text": "{}", "revision": "9"])
        #expect(stream.stored == item)
        #expect(StreamDefinition(stored: item) == stream)
    }

    @Test func aRemovedTableAndABackup() {
        let dropped = DroppedTable(definition: Self.definition(), dropped: 1, sequence: 2, backupId: "b")
        let row: Item = ["table": .m(Self.stored), "dropped": 1, "sequence": 2, "backup": "b"]
        #expect(dropped.stored == row)
        #expect(DroppedTable(stored: row) == dropped)
        var header = BackupHeader(
            id: "i", name: "n", kind: .system, created: 1, expires: 2, sequence: 3,
            counter: Counter(items: 4, bytes: 5), table: Self.definition())
        var item: Item = [
            "id": "i", "name": "n", "kind": "system", "created": 1, "expires": 2, "sequence": 3, "items": 4,
            "bytes": 5, "table": .m(Self.stored),
        ]
        #expect(header.stored == item)
        #expect(BackupHeader(stored: item) == header)
        (header.expires, item["expires"]) = (nil, nil)
        #expect(header.stored == item)
        #expect(BackupHeader(stored: item) == header)
    }
}
