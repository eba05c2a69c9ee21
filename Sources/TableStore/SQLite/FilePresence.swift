import Glibc

/// Notices that the files of an open database are not at their place any more.
///
/// A process that has a file open goes on reading and writing it after it was removed or replaced: what it acknowledges
/// then is lost with the last descriptor.
struct FilePresence {
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    private let files: [String]
    private var known: [Identity?]

    /// Takes the files that are there now for the right ones.
    init(database path: String) {
        files = [path, path + "-wal", path + "-shm"]
        known = [nil, nil, nil]
        _ = problem()
    }

    /// What became of a file; nil when all are at their place. Files that come to be are taken for the right ones.
    mutating func problem() -> String? {
        for number in files.indices {
            var status = stat()
            guard stat(files[number], &status) == 0 else {
                guard errno == ENOENT || errno == ENOTDIR, known[number] != nil else { continue }
                return "\(files[number]) was removed while it was in use"
            }
            let found = Identity(device: status.st_dev, inode: status.st_ino)
            guard known[number] == nil || known[number] == found else {
                return "\(files[number]) was replaced while it was in use"
            }
            known[number] = found
        }
        return nil
    }
}
