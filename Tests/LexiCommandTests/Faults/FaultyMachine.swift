import Glibc
import TestSupport

/// A machine whose faults a test decides while `lexi` runs on it (Tests/FaultyMachine).
struct FaultyMachine {
    private let file: String
    private let syncs: String

    /// A machine without faults, as yet.
    init(in folder: TemporaryFolder) throws {
        file = folder.file("faults")
        syncs = folder.file("syncs")
        try Files.write([UInt8](repeating: 0, count: 24), to: file)
    }

    /// What a process has to be started with.
    var environment: [String: String] {
        [
            "LD_PRELOAD": Places.products + "/libFaultyMachine.so", "FAULTY_MACHINE": file,
            "FAULTY_MACHINE_SYNCS": syncs,
        ]
    }

    /// The paths of the folders that were synced.
    var syncedFolders: Set<String> {
        get throws {
            guard access(syncs, F_OK) == 0 else { return [] }
            return Set(String(decoding: try Files.bytes(syncs), as: UTF8.self).split(separator: "\n").map(String.init))
        }
    }

    /// Puts the wall clock so many seconds ahead of the right time; behind it when it is negative.
    func setClock(ahead seconds: Int) throws { try set(seconds, at: 0) }

    /// Lets the syncs of the database file fail that follow a copy of its log.
    func failCheckpoints() throws { try set(1, at: 8) }

    /// Lets writes to the database and its log fail with this error; with 0 they succeed again.
    func failWrites(_ error: Int32) throws { try set(Int(error), at: 16) }

    /// In place, since the process has the file mapped.
    private func set(_ value: Int, at offset: Int) throws {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var value = Int64(value)
        guard pwrite(descriptor, &value, 8, off_t(offset)) == 8 else { throw HelperError("\(file): \(errno)") }
    }
}
