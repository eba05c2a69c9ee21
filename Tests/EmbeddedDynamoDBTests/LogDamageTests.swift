import DynamoModel
import FoundationEssentials
import TableStore
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// Damage of the write-ahead log that a killed process left: the acknowledged writes are all there, or the file is not
/// opened.
@Suite struct LogDamageTests {
    private static let puts = 100
    private static let headerSize = 32
    private static let frameSize = 4096 + 24

    /// The files of a database after a hundred acknowledged puts, as `kill -9` leaves them.
    private struct Remains {
        let database: Data
        let log: Data
        let index: Data

        var frames: Int { (log.count - headerSize) / frameSize }

        func write(_ path: String, log: Data, withIndex: Bool) throws {
            try database.write(to: URL(filePath: path))
            try log.write(to: URL(filePath: path + "-wal"))
            if withIndex {
                try index.write(to: URL(filePath: path + "-shm"))
            } else {
                try? FileManager.default.removeItem(atPath: path + "-shm")
            }
        }
    }

    private static func remains(_ folder: TemporaryFolder) async throws -> Remains {
        let path = folder.file("living.db")
        return try await TableEngine.with(path) { engine in
            let table = try await TestTable.make(engine, TestTables.indexed())
            for number in 0..<puts { try await table.put(indexedItem(number)) }
            func read(_ suffix: String) throws -> Data { try Data(contentsOf: URL(filePath: path + suffix)) }
            return Remains(database: try read(""), log: try read("-wal"), index: try read("-shm"))
        }
    }

    /// What opening gives: how many items are there, or nil when the log is refused as damaged.
    private static func items(_ path: String) async throws -> Int? {
        do {
            return try await TableEngine.with(path) { engine in
                try await TestTable(engine, TestTables.indexed()).scanPages().flatMap(\.items).count
            }
        } catch StoreError.damagedLog { return nil }
    }

    /// One flipped bit, in the log's header, in a frame's header or in a page, at the start, in the middle and in the
    /// very last commit.
    @Test(arguments: [true, false]) func flippedBits(withIndex: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let remains = try await Self.remains(folder)
            var random = SeededGenerator(seed: 40)
            let frames = [1, 2, remains.frames / 2, remains.frames - 1, remains.frames]
            let headers = frames.flatMap { frame in
                stride(from: 0, to: 24, by: 3).map { Self.headerSize + (frame - 1) * Self.frameSize + $0 }
            }
            let pages = (0..<40).map { _ in random.int(Self.headerSize...remains.log.count - 1) }
            let lastPage = (0..<10).map { _ in remains.log.count - random.int(1...4096) }
            var refused = 0
            for place in Array(stride(from: 0, to: Self.headerSize, by: 5)) + headers + pages + lastPage {
                var log = remains.log
                log[place] ^= 1 << UInt8(random.int(0...7))
                let path = folder.file("flipped.db")
                try remains.write(path, log: log, withIndex: withIndex)
                let found = try await Self.items(path)
                #expect(found == nil || found == Self.puts, "byte \(place)")
                if found == nil { refused += 1 }
                try FileManager.default.removeItem(atPath: path)
            }
            #expect(refused > 50)
        }
    }

    /// Larger damage: sectors of zeros, a log that lost its end. (Without the index, a lost end is what a power cut
    /// leaves.)
    @Test func lostSectors() async throws {
        try await TemporaryFolder.with { folder in
            let remains = try await Self.remains(folder)
            for sector in stride(from: 0, to: remains.log.count - 512, by: remains.log.count / 12) {
                var log = remains.log
                log.replaceSubrange(sector..<sector + 512, with: Data(repeating: 0xa5, count: 512))
                let path = folder.file("sector\(sector).db")
                try remains.write(path, log: log, withIndex: true)
                #expect(try await Self.items(path) == nil, "sector at \(sector)")
            }
            let path = folder.file("cut.db")
            try remains.write(path, log: remains.log.prefix(remains.log.count / 2), withIndex: true)
            #expect(try await Self.items(path) == nil)
        }
    }

    /// The refusal says where the break is and what would be lost; it is repeated, since nothing is changed; readers
    /// are refused, too.
    @Test func whatIsSaid() async throws {
        try await TemporaryFolder.with { folder in
            let remains = try await Self.remains(folder)
            let path = folder.file("table.db")
            var log = remains.log
            let frame = remains.frames / 2
            let byte = Self.headerSize + (frame - 1) * Self.frameSize
            log[byte + 1000] ^= 4
            try remains.write(path, log: log, withIndex: true)
            for isReadOnly in [false, false, true] {
                var options = TableEngine.Options()
                options.isReadOnly = isReadOnly
                let error = #expect(throws: StoreError.self) { try TableEngine.open(path: path, options: options) }
                guard case .damagedLog(_, let damage)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(damage.brokenFrame == frame)
                #expect(damage.brokenByte == byte)
                #expect(damage.keptFrames < frame && damage.keptFrames + damage.lostFrames == remains.frames)
                #expect(damage.keptCommits > 20 && damage.lostCommits > 20)
                #expect(error.map { "\($0)" }?.contains("frame \(frame) (byte \(byte))") == true)
            }
            #expect(try Data(contentsOf: URL(filePath: path + "-wal")) == log)
        }
    }

    /// The repair gives the commits after the break up only when that is accepted, and keeps the log; the file is then
    /// sound.
    @Test func repair() async throws {
        try await TemporaryFolder.with { folder in
            let remains = try await Self.remains(folder)
            let path = folder.file("table.db")
            var log = remains.log
            log[Self.headerSize + remains.frames / 2 * Self.frameSize + 700] ^= 1
            try remains.write(path, log: log, withIndex: true)
            #expect(throws: StoreError.self) { try LogRepair.run(path: path, acceptsLoss: false) }
            let repair = try #require(try LogRepair.run(path: path, acceptsLoss: true))
            #expect(try Data(contentsOf: URL(filePath: repair.copy)) == log)
            try await TableEngine.with(path) { engine in
                let table = TestTable(engine, TestTables.indexed())
                let count = try await table.scanPages().flatMap(\.items).count
                #expect(count > 20 && count < Self.puts)
                #expect(try await engine.check().findings == [])
            }
            #expect(try LogRepair.run(path: path, acceptsLoss: false) == nil)
        }
    }

    /// What a dead process left of a transaction that it did not finish is not taken for damage, nor later for commits.
    @Test func unfinishedTransactions() async throws {
        try await TemporaryFolder.with { folder in
            let remains = try await Self.remains(folder)
            // Each cut of the last commits that a power cut may leave.
            for frames in remains.frames - 12..<remains.frames {
                for extra in [0, 300, 3000] {
                    let path = folder.file("cut\(frames)-\(extra).db")
                    let size = Self.headerSize + frames * Self.frameSize + extra
                    try remains.write(path, log: remains.log.prefix(size), withIndex: false)
                    let found = try await Self.items(path)
                    #expect(found.map { (Self.puts - 3...Self.puts).contains($0) } == true)
                }
            }
        }
    }
}
