import DynamoModel
import JSONText
import Testing

@testable import DynamoWire

/// Every member of every request in botocore's model is either read or refused: a request never means the same with it
/// and without it.
@Suite struct MemberTests {
    @Test(arguments: DynamoOperation.allCases) func noMemberIsDropped(_ operation: DynamoOperation) throws {
        let shape = ServiceModel.input(of: operation)
        for variant in Self.variants(of: shape, at: operation.rawValue) {
            let without = Self.outcome(operation, variant.without)
            // What is within a member that is refused is refused with it.
            if case .failure(let refusal) = without, refusal.message.hasSuffix(" is not supported by this endpoint") {
                continue
            }
            let isSeen = variant.with.contains { Self.outcome(operation, $0) != without }
            #expect(isSeen, "\(variant.path) changes nothing")
        }
    }

    // What is not here is refused by name, also in the newest of the model.
    @Test(arguments: [
        (DynamoOperation.createTable, "VectorIndexes"),
        (.updateTable, "VectorIndexUpdates"), (.updateTable, "DisassociationProtectionEnabled"),
        (.updateTable, "ReplicaUpdates"),
    ])
    func refused(_ operation: DynamoOperation, _ member: String) throws {
        let variants = Self.variants(of: ServiceModel.input(of: operation), at: operation.rawValue)
        let variant = try #require(variants.first { $0.path == "\(operation.rawValue).\(member)" })
        #expect(
            Self.outcome(operation, variant.with[0])
                == .failure(
                    .validation(
                        "One or more parameter values were invalid: \(member) is not supported by this endpoint")))
    }

    private static func outcome(_ operation: DynamoOperation, _ body: JSONValue) -> Result<DynamoRequest, DynamoDBError>
    {
        var writer = JSONWriter()
        writer.value(body)
        return Result { () throws(DynamoDBError) in try DynamoRequest(operation, json: writer.bytes) }
    }

    // MARK: Bodies

    /// A body without a member, and with each of the values that may tell.
    fileprivate struct Variant {
        let path: String
        let without: JSONValue
        let with: [JSONValue]
    }

    /// Structures of which one member has to be there, though the model does not say so.
    private static let needed = [
        "Projection": "ProjectionType", "ExpectedAttributeValue": "Value", "QueryInput": "KeyConditionExpression",
    ].merging(alternatives) { first, _ in first }

    /// Structures that have one of their members, with one that serves when another does not matter.
    private static let alternatives = [
        "TransactWriteItem": "Put", "WriteRequest": "PutRequest", "GlobalSecondaryIndexUpdate": "Update",
        "VectorIndexUpdate": "Delete", "ReplicationGroupUpdate": "Delete", "GlobalTableWitnessGroupUpdate": "Delete",
    ]

    /// The legacy parameters, which exclude expressions.
    private static let legacy = [
        "AttributesToGet", "AttributeUpdates", "Expected", "KeyConditions", "QueryFilter", "ScanFilter",
    ]

    /// The variants of all members that can be left out, those of structures within included.
    private static func variants(of shape: Shape, at path: String, depth: Int = 0) -> [Variant] {
        switch shape.kind {
        case .structure(let name, let members):
            guard depth < 12 else { return [] }
            return members.flatMap { member in
                variants(of: member, in: name, members, at: "\(path).\(member.name)", depth)
            }
        case .list(let element):
            return variants(of: element, at: path, depth: depth + 1).map { $0.mapped { .array([$0]) } }
        case .map(let key, let element):
            return variants(of: element, at: path, depth: depth + 1).map { variant in
                variant.mapped { object([(sample(key).stringValue ?? "a", $0)]) }
            }
        default: return []
        }
    }

    private static func variants(
        of member: Shape.Member, in name: String, _ members: [Shape.Member], at path: String, _ depth: Int
    ) -> [Variant] {
        let base = required(name, members)
        let without = base.filter { $0.0 != member.name }
        func body(_ value: JSONValue) -> JSONValue { object(without + [(member.name, value)]) }
        let isAlone = alternatives[name] != nil || legacy.contains(member.name)
        let inner = variants(of: member.shape, at: path, depth: depth + 1).map { variant in
            variant.mapped { value in
                guard isAlone else { return body(value) }
                return object(without.filter { $0.0 != needed[name] } + [(member.name, value)])
            }
        }
        guard !member.isRequired, needed[name] != member.name else { return inner }
        return [Variant(path: path, without: object(base), with: values(member.shape).map(body))] + inner
    }

    private static func required(_ name: String, _ members: [Shape.Member]) -> [(String, JSONValue)] {
        members.filter { $0.isRequired || needed[name] == $0.name }.map {
            ($0.name, texts[$0.name] ?? sample($0.shape))
        }
    }

    /// Texts that have to be in a separate language.
    private static let texts: [String: JSONValue] = [
        "Policy": .string(
            #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}}"#)
    ]

    private static func sample(_ shape: Shape) -> JSONValue { values(shape)[0] }

    /// Values of the shape, such that at least one is not the default.
    private static func values(_ shape: Shape) -> [JSONValue] {
        switch shape.kind {
        case .attributeValue: [object([("S", .string("a"))])]
        case .string(_, let values):
            values.isEmpty
                ? [.string(String(repeating: "a", count: max(3, shape.min ?? 3)))] : values.map { .string($0) }
        case .tableName: [.string("aaa")]
        case .integer, .long, .double, .timestamp: [.number(JSONNumber(max(1, shape.min ?? 1)))]
        case .boolean: [.bool(true), .bool(false)]
        case .blob: [.string("YQ==")]
        case .list(let element): [.array(Array(repeating: sample(element), count: max(1, shape.min ?? 1)))]
        case .map(let key, let element): [object([(sample(key).stringValue ?? "a", sample(element))])]
        case .structure(let name, let members): [object(required(name, members))]
        }
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members {
            writer.name(name)
            writer.value(value)
        }
        writer.endObject()
        return (try? JSONValue.parse(writer.bytes)) ?? .null
    }
}

extension MemberTests.Variant {
    fileprivate func mapped(_ body: (JSONValue) -> JSONValue) -> MemberTests.Variant {
        MemberTests.Variant(path: path, without: body(without), with: with.map(body))
    }
}
