import TableStore

/// Amazon Resource Names of tables and indexes.
enum Arn {
    static func table(_ name: String, _ options: TableEngine.Options) -> String {
        "arn:aws:dynamodb:\(options.region):\(options.account):table/\(name)"
    }

    static func index(_ name: String, of table: String, _ options: TableEngine.Options) -> String {
        Self.table(table, options) + "/index/\(name)"
    }

    /// The resource in an ARN of DynamoDB, nil when it is none: `table/name`, `table/name/index/index`.
    static func resource(of arn: String) -> Substring.UTF8View? {
        let parts = arn.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].elementsEqual("arn".utf8), parts[2].elementsEqual("dynamodb".utf8) else {
            return nil
        }
        return parts[5]
    }

    /// The table's name in a table's ARN.
    static func tableName(_ arn: String) -> String? {
        guard let resource = resource(of: arn) else { return nil }
        let parts = resource.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].elementsEqual("table".utf8) else { return nil }
        return String(parts[1])
    }
}
