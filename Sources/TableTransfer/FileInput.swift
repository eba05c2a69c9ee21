import Glibc

/// A file that is read from its start to its end.
final class FileInput {
    static let pieceSize = 256 * 1024

    /// The file as messages name it.
    let name: String
    /// What the last call of the system that failed said; reading ends there.
    private(set) var failure: String?
    /// Whether the task was cancelled while there was nothing to read; reading ends there, too.
    private(set) var isStopped = false
    /// How many bytes were read.
    private(set) var count = 0
    private let descriptor: Int32
    private let ownsDescriptor: Bool

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws(TransferError) {
        guard path != "-" else {
            (name, descriptor, ownsDescriptor) = ("standard input", STDIN_FILENO, false)
            return
        }
        (name, ownsDescriptor) = (path, true)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: systemFault()) }
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// The next piece; empty at the end.
    func next() -> [UInt8] {
        guard failure == nil else { return [] }
        while !isStopped {
            guard isReady() else { continue }
            var received = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
                received = read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(received, 0)
            }
            if received < 0 {
                if errno == EINTR { continue }
                failure = systemFault()
            }
            count += piece.count
            return piece
        }
        return []
    }

    /// How long is waited for a pipe before the task is checked, in milliseconds.
    private static let lookPause: Int32 = 100

    /// Whether a read would not wait. A file is always ready; the writer of a pipe may take any time.
    private func isReady() -> Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&asked, 1, Self.lookPause)
        // The read itself reports any fault other than a signal.
        if count > 0 || count < 0 && errno != EINTR { return true }
        isStopped = Task.isCancelled
        return false
    }
}
