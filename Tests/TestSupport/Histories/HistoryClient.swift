import DynamoModel

/// One of the clients of a ``HistoryRun``: it does one operation after the other, chosen by lot.
struct HistoryClient: Sendable {
    private let run: HistoryRun
    private let table: HistoryTable
    private let lists: [String]
    private let registers: [String]
    private var random: SeededGenerator
    /// What it saw of each list last, for the conditions of its transactions.
    private var seen: [String: [Int]] = [:]

    init(_ run: HistoryRun, _ table: HistoryTable, lists: [String], registers: [String], seed: UInt64) {
        (self.run, self.table, self.lists, self.registers) = (run, table, lists, registers)
        random = SeededGenerator(seed: seed)
    }

    /// Does one operation and notes it; false when the table is gone.
    mutating func step() async -> Bool {
        switch random.int(0...9) {
        case 0...1: await write(registers[random.int(0...registers.count - 1)])
        case 2...3: await read(registers[random.int(0...registers.count - 1)])
        case 4: await append(lists[random.int(0...lists.count - 1)])
        case 5: await readList(lists[random.int(0...lists.count - 1)])
        case 6...7: await transact()
        default: await readLists()
        }
    }

    /// What an error says of a write: nil when the table is gone and the write was certainly not done.
    private func outcome(_ error: any Error) -> ListHistory.Outcome? {
        switch (error as? DynamoDBError)?.code {
        case .internalServerError: .unknown
        case .transactionCanceled, .conditionalCheckFailed: .refused
        default: nil
        }
    }

    // MARK: Registers

    private mutating func write(_ name: String) async -> Bool {
        let (value, isUpdate, start) = (run.number(), random.once(in: 2), HistoryRun.now())
        var operation = RegisterHistory.Operation(name, value, isWrite: true, start: start, end: nil)
        do {
            if isUpdate {
                let values = ExpressionParameters(values: [":v": .int(value)])
                _ = try await table.update(
                    UpdateItemRequest(
                        tableName: HistoryRun.tableName, key: ["pk": .s(name)], updateExpression: "SET v = :v",
                        parameters: values))
            } else {
                let item: Item = ["pk": .s(name), "v": .int(value)]
                _ = try await table.put(PutItemRequest(tableName: HistoryRun.tableName, item: item))
            }
        } catch {
            if outcome(error) == .unknown { run.note(operation) }
            return false
        }
        (operation.end, operation.isAnswered) = (HistoryRun.now(), true)
        run.note(operation)
        return true
    }

    private mutating func read(_ name: String) async -> Bool {
        let start = HistoryRun.now()
        let item: Item?
        do {
            item =
                random.once(in: 2)
                ? try await table.get(
                    GetItemRequest(tableName: HistoryRun.tableName, key: ["pk": .s(name)], consistentRead: true)
                ).item
                : try await table.query(
                    QueryRequest(
                        tableName: HistoryRun.tableName, keyConditionExpression: "pk = :pk",
                        parameters: ExpressionParameters(values: [":pk": .s(name)]), consistentRead: true)
                ).items.first
        } catch { return false }
        run.note(
            RegisterHistory.Operation(
                name, item?["v"]?.int ?? 0, isWrite: false, start: start, end: HistoryRun.now()))
        return true
    }

    // MARK: Lists

    private mutating func append(_ name: String) async -> Bool {
        var operation = ListHistory.Operation(id: run.number(), appends: [name], start: HistoryRun.now(), end: nil)
        do {
            _ = try await table.update(
                UpdateItemRequest(
                    tableName: HistoryRun.tableName, key: ["pk": .s(name)], updateExpression: Self.appending,
                    parameters: Self.value(operation.id)))
        } catch {
            guard outcome(error) == .unknown else { return false }
            operation.outcome = .unknown
            run.note(operation)
            return false
        }
        operation.end = HistoryRun.now()
        run.note(operation)
        return true
    }

    private static let appending = "SET l = list_append(l, :me)"

    private static func value(_ id: Int) -> ExpressionParameters {
        ExpressionParameters(values: [":me": .l([.int(id)])])
    }

    private mutating func readList(_ name: String) async -> Bool {
        let start = HistoryRun.now()
        let request = GetItemRequest(tableName: HistoryRun.tableName, key: ["pk": .s(name)], consistentRead: true)
        guard let answer = try? await table.get(request) else { return false }
        let list = HistoryRun.numbers(answer.item)
        seen[name] = list
        run.note(ListHistory.Operation(id: run.number(), reads: [name: list], start: start, end: HistoryRun.now()))
        return true
    }

    private mutating func readLists() async -> Bool {
        let names = Array(lists.shuffled(using: &random).prefix(3))
        let start = HistoryRun.now()
        let gets = names.map { TransactGet(tableName: HistoryRun.tableName, key: ["pk": .s($0)]) }
        guard let answer = try? await table.transactGet(TransactGetItemsRequest(transactItems: gets)) else {
            return false
        }
        let found = answer.items.map(HistoryRun.numbers)
        let reads = Dictionary(uniqueKeysWithValues: zip(names, found))
        seen.merge(reads) { $1 }
        run.note(ListHistory.Operation(id: run.number(), reads: reads, start: start, end: HistoryRun.now()))
        return true
    }

    /// Appends to two lists; mostly on the condition that a third is still as it was last seen.
    private mutating func transact() async -> Bool {
        let names = lists.shuffled(using: &random)
        var operation = ListHistory.Operation(
            id: run.number(), appends: Array(names.prefix(2)), start: HistoryRun.now(), end: nil)
        var items = operation.appends.map { name in
            TransactWrite(
                tableName: HistoryRun.tableName,
                .update(key: ["pk": .s(name)], updateExpression: .text(Self.appending)),
                parameters: Self.value(operation.id))
        }
        if let list = seen[names[2]], !random.once(in: 4) {
            operation.reads = [names[2]: list]
            items.append(
                TransactWrite(
                    tableName: HistoryRun.tableName, .conditionCheck(key: ["pk": .s(names[2])]),
                    conditionExpression: "size(l) = :n",
                    parameters: ExpressionParameters(values: [":n": .int(list.count)])))
        }
        let request = TransactWriteItemsRequest(transactItems: items, clientRequestToken: "transaction-\(operation.id)")
        do {
            _ = try await table.transactWrite(request)
        } catch {
            guard let outcome = outcome(error) else { return false }
            operation.outcome = outcome
            run.note(operation, open: outcome == .unknown ? request : nil)
            // What it believed of the third list was old.
            seen[names[2]] = nil
            return outcome == .refused
        }
        operation.end = HistoryRun.now()
        run.note(operation)
        return true
    }
}
