import DynamoModel

extension LexiTable {
    // MARK: Whole items

    /// A page of a list.
    func page<Entity: ItemConvertible, Partition, Range>(
        _ pattern: QueryPattern<ItemsForm<Entity>, Partition, Range>, of partition: Partition, _ range: Range,
        _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Entity> {
        let (items, mark) = try await items(pattern.call(partition, range), limit: page.limit, after: try page.mark())
        return Page(items: try decode(items), next: Position(next: mark))
    }

    /// A page of a list that is a whole partition, or all of a kind in it.
    func page<Entity: ItemConvertible, Partition>(
        _ pattern: QueryPattern<ItemsForm<Entity>, Partition, Void>, of partition: Partition, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Entity> {
        try await self.page(pattern, of: partition, (), page)
    }

    /// All items of a range that is bounded by what it holds.
    func all<Entity: ItemConvertible, Partition, Range>(
        _ pattern: QueryPattern<ItemsForm<Entity>, Partition, Range>, of partition: Partition, _ range: Range
    ) async throws(RepositoryError) -> [Entity] {
        try decode(try await items(pattern.call(partition, range), limit: nil, after: .start).items)
    }

    /// All items of a partition that is bounded by what it holds.
    func all<Entity: ItemConvertible, Partition>(
        _ pattern: QueryPattern<ItemsForm<Entity>, Partition, Void>, of partition: Partition
    ) async throws(RepositoryError) -> [Entity] {
        try await all(pattern, of: partition, ())
    }

    /// All items, of whatever kinds, of a partition that is bounded by what it holds.
    func all<Partition>(
        _ pattern: QueryPattern<MixedForm, Partition, Void>, of partition: Partition
    ) async throws(RepositoryError) -> [Item] {
        try await items(pattern.call(partition), limit: nil, after: .start).items
    }

    // MARK: Numbers and keys

    /// How many items of a partition the first so many pages of the table have.
    func total<Partition>(
        _ pattern: QueryPattern<TotalForm, Partition, Void>, of partition: Partition, pages: Int
    ) async throws(RepositoryError) -> Int {
        var (count, left) = (0, pages)
        try await follow(pattern.call(partition), limit: nil) { page in
            count += page.count
            left -= 1
            return left > 0 ? nil : 0
        }
        return count
    }

    /// The sort keys of a range in their order: at most so many, and of a few pages of the table at most.
    ///
    /// - Returns: the keys, the one after them if it was read, and whether the range has no more than the keys.
    func firstSortKeys<Entity, Sort, Partition, Range>(
        _ pattern: QueryPattern<SortKeysForm<Entity, Sort>, Partition, Range>, of partition: Partition, _ range: Range,
        limit: Int, pages: Int
    ) async throws(RepositoryError) -> (keys: [Sort], next: Sort?, isAll: Bool) {
        let attribute = pattern.access.index.sortAttribute
        var keys: [Sort] = []
        var (isEnd, left) = (true, pages)
        var damage: CorruptItem?
        // One more than asked for shows whether there are more.
        try await follow(pattern.call(partition, range), limit: limit + 1) { page in
            for row in page.items {
                guard let key = row[attribute]?.string.flatMap(pattern.form.sort.read) else {
                    damage = CorruptItem(row, attribute, "is not a key like \(pattern.form.sort.template)")
                    return 0
                }
                keys.append(key)
            }
            isEnd = page.lastEvaluatedKey == nil
            left -= 1
            return left > 0 ? limit + 1 - keys.count : 0
        }
        if let damage { throw .corrupt(damage) }
        return (
            Array(keys.prefix(limit)), keys.count > limit ? keys[limit] : nil, isEnd && keys.count <= limit
        )
    }

    /// Reads the pages of a query until the last one, or until `take` says that no more is wanted: it returns how many
    /// more items are, nil for all.
    private func follow(
        _ call: QueryCall, limit: Int?, _ take: (PageResponse) -> Int?
    ) async throws(RepositoryError) {
        guard !call.range.isEmpty else { return }
        var request = call.request(of: name, limit: limit)
        while true {
            let page: PageResponse
            do { page = try await query(call.pattern, request) } catch { throw RepositoryError(reading: error) }
            let wanted = take(page)
            guard let last = page.lastEvaluatedKey, wanted ?? 1 > 0 else { return }
            request.exclusiveStartKey = last
            request.limit = wanted
        }
    }

    // MARK: Items and marks

    /// Reads up to `limit` items after a mark, over as many of the table's pages as it takes, and says where the list
    /// goes on: `.end` when there is nothing more.
    func items(
        _ call: QueryCall, limit: Int?, after mark: Position.Mark
    ) async throws(RepositoryError) -> (items: [Item], mark: Position.Mark) {
        let mark = call.range.clamped(mark, call.pattern.order)
        if call.range.isEmpty || mark == .end { return ([], .end) }
        var items: [Item] = []
        // One more than asked for shows whether there is another page.
        let wanted = limit.map { $0 + 1 }
        var request = call.request(of: name, limit: wanted, after: mark)
        while true {
            let page: PageResponse
            do { page = try await query(call.pattern, request) } catch { throw RepositoryError(reading: error) }
            items += page.items
            if let limit, items.count > limit {
                items.removeSubrange(limit...)
                return (items, try self.mark(call.pattern.index, items[limit - 1]))
            }
            guard let last = page.lastEvaluatedKey else { return (items, .end) }
            request.exclusiveStartKey = last
            request.limit = wanted.map { $0 - items.count }
        }
    }

    /// Where a list goes on after an item.
    func mark(_ index: TableIndex, _ item: Item) throws(RepositoryError) -> Position.Mark {
        guard let sort = item[index.sortAttribute]?.string, let key = ItemKey(item) else {
            throw .corrupt(CorruptItem(item, index.sortAttribute, "is missing"))
        }
        return .after(sort: sort, item: index == .table ? nil : key)
    }
}
