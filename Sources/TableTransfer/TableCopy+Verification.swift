import DynamoModel
import Synchronization

extension TableCopy {
    /// Reads both tables again, and compares them with each other and with what was copied.
    func verify(_ state: CopyState, _ meter: TransferMeter) async throws(TransferError) -> Outcome {
        let copied = state.copied
        guard !state.merges else { return try await verifyItems(copied, state.segments.count, meter) }
        meter.begin("Verifying", total: copied.count.multipliedSaturating(by: 2))
        let segments = state.segments.count
        async let reading = Self.outcome(of: source, segments, meter)
        let there = try await Self.checksum(of: target, segments, meter)
        let now = try await reading.get()
        if there != copied { return .targetDiffers(copied: copied, target: there) }
        return now == copied ? .verified(copied) : .sourceChanged(copied: copied, now: now)
    }

    /// A target that holds other items as well: each item of the source must be in it.
    private func verifyItems(
        _ copied: TableChecksum, _ segments: Int, _ meter: TransferMeter
    ) async throws(TransferError) -> Outcome {
        meter.begin("Verifying", total: copied.count)
        let comparison = ItemComparison(
            of: source, with: target, keyNames: try await source.activeDescription().keyNames)
        let differing = Mutex(0)
        let now = Mutex(TableChecksum())
        try await forEachSegment(of: segments) { [source] (segment) throws(TransferError) in
            var reader = SegmentReader(source, segment: segment, of: segments)
            while let items = try await reader.next() {
                let differences = try await comparison.differences(items)
                differing.withLock { $0 += differences.count }
                now.withLock { sum in for item in items { sum.add(item) } }
                meter.add(items.count)
            }
        }
        let (count, sum) = (differing.withLock { $0 }, now.withLock { $0 })
        if sum != copied { return .sourceChanged(copied: copied, now: sum) }
        return count == 0 ? .verified(copied) : .itemsDiffer(count)
    }

    private static func outcome(
        of table: TransferTable, _ segments: Int, _ meter: TransferMeter
    ) async -> Result<TableChecksum, TransferError> {
        do throws(TransferError) {
            return .success(try await checksum(of: table, segments, meter))
        } catch {
            return .failure(error)
        }
    }

    private static func checksum(
        of table: TransferTable, _ segments: Int, _ meter: TransferMeter
    ) async throws(TransferError) -> TableChecksum {
        let sum = Mutex(TableChecksum())
        try await forEachSegment(of: segments) { (segment) throws(TransferError) in
            var reader = SegmentReader(table, segment: segment, of: segments)
            while let items = try await reader.next() {
                var part = TableChecksum()
                for item in items { part.add(item) }
                sum.withLock { $0 = $0 + part }
                meter.add(items.count)
            }
        }
        return sum.withLock { $0 }
    }
}
