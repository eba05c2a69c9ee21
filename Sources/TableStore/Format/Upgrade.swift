import CSQLite
import DynamoModel
import Glibc

/// Brings a file of an older version to the present one before it is opened.
///
/// A file whose rows have changed their form is written again; one that only lacks tables is copied, and the copy gets
/// them. The new file is made next to the old one (`.upgrading`) and takes its place when it is complete and on disk;
/// the old one stays next to it as `.v1-backup`, `.v2-backup`, … Until then nothing of the old file changes: an upgrade
/// that fails, or is killed, begins again at the next opening. It runs under the file's lock.
struct Upgrade {
    private let path: String
    private let options: StoreOptions
    private let from: Int
    private var replacement: FileReplacement { FileReplacement(path: path, suffix: ".upgrading", task: "upgrading it") }
    private var temporary: String { replacement.temporary }

    /// How a file of a version becomes one of the present version.
    private enum Step {
        /// Writes everything that the old file holds into the new one.
        case rewriting(
            @Sendable (_ old: SQLiteConnection, _ new: SQLiteConnection, UpgradeProgress) throws(EngineFault) -> Void)
        /// Adds what is missing to a copy of the old file.
        case adding(@Sendable (SQLiteConnection) throws(SQLiteFault) -> Void)
    }

    /// The steps, by the version that they begin with.
    private static let steps: [Int: Step] = [
        1: .rewriting(FirstVersion.upgrade),
        // Version 3 has `documents` besides.
        2: .adding { (sqlite) throws(SQLiteFault) in
            try sqlite.execute("\(FileTable.documents.create) PRAGMA user_version = 3")
        },
    ]

    /// Upgrades a file step by step, if it is one of this program's and old; leaves all others to those who refuse
    /// them.
    ///
    /// - Returns: whether another file is in its place now.
    static func run(path: String, _ options: StoreOptions) throws(StoreError) -> Bool {
        var isUpgraded = false
        while let version = oldVersion(path), let step = steps[version] {
            try Upgrade(path: path, options: options, from: version).run(step)
            isUpgraded = true
        }
        return isUpgraded
    }

    /// The version of a file that is older than the present one, from the file's header: SQLite is not to change it
    /// yet.
    private static func oldVersion(_ path: String) -> Int? {
        guard let header = PlainFile.prefix(of: path, count: headerSize), header.count == headerSize else { return nil }
        func number(at offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        let version = number(at: versionOffset)
        return number(at: applicationOffset) == Format.applicationId && version < Format.version ? version : nil
    }

    /// SQLite's file format, section 1.3: the header, the user version and the application id in it.
    private static let headerSize = 100
    private static let versionOffset = 60
    private static let applicationOffset = 68

    private static func working<Result>(
        _ path: String, _ body: () throws(SQLiteFault) -> Result
    ) throws(StoreError) -> Result {
        do throws(SQLiteFault) { return try body() } catch { throw StoreError.opening(path, error) }
    }

    private func run(_ step: Step) throws(StoreError) {
        options.onUpgrade?(.began(from: from, to: Format.version))
        replacement.remove()
        do throws(StoreError) {
            try build(step)
            let backup = try replacement.exchange(keeping: "\(path).v\(from)-backup")
            options.onUpgrade?(.finished(from: from, to: Format.version, backup: backup))
        } catch {
            replacement.remove()
            throw error
        }
    }

    // MARK: The new file

    private func build(_ step: Step) throws(StoreError) {
        switch step {
        case .rewriting(let copy): try rewrite(copy)
        case .adding(let add): try extend(add)
        }
    }

    /// Copies the old file, and adds to the copy.
    private func extend(_ add: (SQLiteConnection) throws(SQLiteFault) -> Void) throws(StoreError) {
        try Self.working(path) { () throws(SQLiteFault) in try openOld().close() }
        let (progress, total) = (UpgradeProgress(options), PlainFile.size(of: path) ?? 0)
        let piece = min(options.upgradeReportBytes, 1 << 20)
        guard PlainFile.copy(path, to: temporary, piece: piece, copied: { progress.copied($0, of: total) }) else {
            throw failed("the old file cannot be copied")
        }
        try Self.working(temporary) { () throws(SQLiteFault) in
            let new = try SQLiteConnection(path: temporary, mode: .readWrite, files: TableFiles.name(.carelessWriter))
            defer { new.close() }
            try new.execute("PRAGMA journal_mode = OFF")
            try new.execute("PRAGMA synchronous = OFF")
            try new.execute("BEGIN")
            try add(new)
            try new.execute("COMMIT")
        }
    }

    private func rewrite(
        _ step: (SQLiteConnection, SQLiteConnection, UpgradeProgress) throws(EngineFault) -> Void
    ) throws(StoreError) {
        let (old, new) = try Self.working(path) { () throws(SQLiteFault) in (try openOld(), try openNew()) }
        defer { new.close() }
        defer { old.close() }
        do throws(EngineFault) {
            try storage { () throws(SQLiteFault) in try new.execute("BEGIN") }
            try step(old, new, UpgradeProgress(options))
            try storage { () throws(SQLiteFault) in try new.execute("COMMIT") }
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ fault: EngineFault) -> StoreError {
        switch fault {
        case .damaged, .damagedFile: .damaged(path: path, found: fault.answer.message)
        case .storage(let fault) where fault.isDamage:
            .damaged(path: path, found: fault.message)
        case .storage, .request, .wholeRequest, .backup:
            .cannotOpen(
                path: path,
                reason:
                    "the upgrade from format version \(from) failed and has changed nothing: \(fault.answer.message)")
        }
    }

    /// Everything of the old file has to be in it, and nothing in its log.
    private func openOld() throws(SQLiteFault) -> SQLiteConnection {
        let old = try SQLiteConnection(path: path, mode: .readWrite, files: TableFiles.name(.carelessWriter))
        guard let log = try old.checkpoint(SQLITE_CHECKPOINT_TRUNCATE), log.frames == log.copied else {
            throw SQLiteFault(
                code: SQLITE_BUSY, message: "another program is reading the file", statement: "checkpoint")
        }
        return old
    }

    private func openNew() throws(SQLiteFault) -> SQLiteConnection {
        try replacement.openNew(cacheKibibytes: options.upgradeCacheKibibytes)
    }

    private func failed(_ what: String) -> StoreError { replacement.failed(what) }
}
