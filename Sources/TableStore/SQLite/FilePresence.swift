import Glibc

/// Notices that the files of an open database are not at their place any more, or were cut.
///
/// A process that has a file open goes on reading and writing it after it was removed or replaced: what it acknowledges
/// then is lost with the last descriptor.
struct FilePresence {
    fileprivate struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    fileprivate struct File {
        let path: String
        /// Whether it never becomes shorter while it is in use: all but the log.
        let onlyGrows: Bool
        var known: Identity?
        var size = 0
    }

    private var files: [File]
    private let shared: TableFile

    /// Takes the files that are there now for the right ones.
    init(database path: String) {
        files = [
            File(path: path, onlyGrows: true), File(path: path + "-wal", onlyGrows: false),
            File(path: path + "-shm", onlyGrows: true),
        ]
        shared = TableFile.at(path)
        _ = problem()
    }

    /// What became of a file; nil when all are at their place. Files that come to be are taken for the right ones.
    mutating func problem() -> String? {
        for number in files.indices {
            guard let problem = files[number].problem() else { continue }
            if problem == files[2].cut { shared.noteLostIndex() }
            return problem
        }
        return shared.isIndexLost ? files[2].cut : nil
    }
}

extension FilePresence.File {
    fileprivate var cut: String { "\(path) was cut while it was in use" }

    fileprivate mutating func problem() -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR, known != nil else { return nil }
            return "\(path) was removed while it was in use"
        }
        let found = FilePresence.Identity(device: status.st_dev, inode: status.st_ino)
        guard known == nil || known == found else { return "\(path) was replaced while it was in use" }
        known = found
        defer { size = Int(status.st_size) }
        return onlyGrows && status.st_size < size ? cut : nil
    }
}
