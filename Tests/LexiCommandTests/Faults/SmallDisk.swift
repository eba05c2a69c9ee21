import Glibc
import TestSupport

/// A file system of few megabytes in memory that one process has, for as long as it lives.
struct SmallDisk {
    /// The folder where the process has it.
    let place: String
    private let megabytes: Int

    init(megabytes: Int, in folder: TemporaryFolder) throws {
        place = folder.file("disk")
        self.megabytes = megabytes
        try Files.makeFolder(place)
    }

    /// What starts a process that has the disk: it mounts it in a mount namespace of its own.
    var launcher: [String] {
        MountNamespace.launcher("mount -t tmpfs -o size=\(megabytes)m none \"$1\"", place)
    }

    /// Whether this system lets us make one; when it does not, says what is not shown.
    func isPossible(showing what: String, in folder: TemporaryFolder) async throws -> Bool {
        try await MountNamespace.isPossible(launcher, showing: what, in: folder)
    }

    /// The path at which this process sees what a process has in a file of the disk (proc(5), `root`).
    func path(of process: LexiProcess, _ name: String) -> String { "/proc/\(process.pid)/root\(place)/\(name)" }
}
