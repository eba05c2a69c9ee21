import Digests
import DynamoModel

/// What the cells of comma-separated text become: keys have the types of the table, all else is text.
struct ColumnTypes: Sendable {
    struct Fault: Error { let reason: String }

    private let types: [ByteKey: ScalarAttributeType]
    private let keys: Set<ByteKey>

    init(_ table: CreateTableRequest) {
        types = Dictionary(
            table.attributeDefinitions.map { (ByteKey($0.attributeName), $0.attributeType) }
        ) { first, _ in first }
        keys = Set(table.keySchema.map { ByteKey($0.attributeName) })
    }

    /// Why a first line cannot name the columns; nil when it can.
    static func fault(ofHeaders names: [String]) -> String? {
        if names.contains("") { return "a column has no name" }
        return Set(names.map { ByteKey($0) }).count == names.count ? nil : "two columns have the same name"
    }

    /// The value of a cell; nil for the empty one of a key of an index, which the item does not have then.
    func value(of cell: String, named name: String) -> Result<AttributeValue?, Fault> {
        guard let type = types[ByteKey(name)] else { return .success(.s(cell)) }
        if cell.isEmpty, !keys.contains(ByteKey(name)) { return .success(nil) }
        switch type {
        case .s: return .success(.s(cell))
        case .n:
            guard let number = try? DynamoNumber(cell) else {
                return .failure(Fault(reason: "the key attribute \(name) is not a number"))
            }
            return .success(.n(number))
        case .b:
            guard let bytes = Base64.decode(cell) else {
                return .failure(Fault(reason: "the key attribute \(name) is not Base64"))
            }
            return .success(.b(bytes))
        }
    }
}
