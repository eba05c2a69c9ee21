import Glibc

/// Writes all of some bytes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(TransferError) {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes {
            Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw .file(path: path, reason: systemFault()) }
        written += count
    }
}

/// Writes all of some bytes to a pipe or a terminal, whose reader may be slow or stuck: other tasks go on meanwhile.
/// - Throws: ``TransferError/stopped`` when the task is cancelled.
func writeAll(_ bytes: [UInt8], toStream descriptor: Int32, _ name: String) async throws(TransferError) {
    // A pipe that is ready takes PIPE_BUF bytes (pipe(7)) without waiting.
    let (piece, pause) = (4096, Int32(20))
    var rest = bytes[...]
    while !rest.isEmpty {
        guard !Task.isCancelled else { throw .stopped }
        var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let count = poll(&asked, 1, pause)
        if count < 0, errno != EINTR { throw .file(path: name, reason: systemFault()) }
        guard count > 0 else {
            await Task.yield()
            continue
        }
        try writeAll(Array(rest.prefix(piece)), to: descriptor, name)
        rest = rest.dropFirst(piece)
    }
}

/// What the last call of the system that failed says.
func systemFault() -> String { String(cString: strerror(errno)) }
