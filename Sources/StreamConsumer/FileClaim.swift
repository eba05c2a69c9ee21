import Glibc

/// The claim of one consumer on a file, held on a file next to it (`PATH.lock`), since the file itself is replaced. It
/// ends with this value, and with the process.
struct FileClaim: ~Copyable {
    private let descriptor: Int32

    /// Claims a file.
    ///
    /// - Throws: when another consumer, of this process or another, has it.
    init(_ path: String) throws(ConsumerError) {
        let lock = path + ".lock"
        let file = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path: lock, reason: String(cString: strerror(errno))) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = isHeld ? "another consumer uses it; name another for each" : String(cString: strerror(errno))
            close(file)
            throw .file(path: path, reason: reason)
        }
        descriptor = file
    }

    deinit { close(descriptor) }
}
