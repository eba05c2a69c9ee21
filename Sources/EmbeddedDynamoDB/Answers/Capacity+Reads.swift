import DynamoModel
import TableStore

// Developer Guide, "DynamoDB read and write operations": what each operation takes.

extension CapacityUnits {
    /// How consistent a read is, as far as its price goes.
    enum ReadKind: Double {
        case eventual = 0.5
        case strong = 1
        case transactional = 2

        init(consistent: Bool) { self = consistent ? .strong : .eventual }
    }

    /// A read of this many bytes, rounded up to 4 KB as a whole; one that found nothing takes as much as a small one.
    static func read(bytes: Int, _ kind: ReadKind) -> CapacityUnits {
        let blocks = max(1, (bytes + DynamoLimits.readUnitSize - 1) / DynamoLimits.readUnitSize)
        return CapacityUnits(read: Double(blocks) * kind.rawValue)
    }

    /// A write of an item that had or has this many bytes, whichever is more.
    static func write(bytes: Int) -> CapacityUnits {
        CapacityUnits(write: Double(max(1, (bytes + DynamoLimits.writeUnitSize - 1) / DynamoLimits.writeUnitSize)))
    }

    /// The same work in a transaction, which reads each item twice.
    var doubled: CapacityUnits { CapacityUnits(read: read * 2, write: write * 2) }
}

extension ConsumedCapacity {
    /// The capacity of a read of a table or of one of its indexes.
    init(reading units: CapacityUnits, _ table: TableInfo, _ index: IndexInfo?, fetched: CapacityUnits? = nil) {
        self.init(tableName: table.name)
        guard let index else {
            self.table = units
            return
        }
        if index.isLocal { localIndexes[index.name] = units } else { globalIndexes[index.name] = units }
        if let fetched { self.table = fetched }
    }

    /// The sum, part by part, of two capacities of the same table.
    mutating func add(_ other: ConsumedCapacity) {
        table = table + other.table
        localIndexes.merge(other.localIndexes) { $0 + $1 }
        globalIndexes.merge(other.globalIndexes) { $0 + $1 }
    }
}
