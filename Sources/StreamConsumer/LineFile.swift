import Glibc

/// A file of lines that grows at its end: a line is in it as a whole, and on the disk, or not at all.
///
/// Several consumers, also of several processes, may add to one file: each line is written under a lock of the file.
struct LineFile: Sendable {
    /// How bytes are written, as by write(2).
    typealias Write = @Sendable (Int32, UnsafeRawPointer?, Int) -> Int
    /// How a file comes to the disk, as by fsync(2).
    typealias Sync = @Sendable (Int32) -> Int32

    let path: String
    /// What each of its lines begins with: a start of one that has no end is what a killed process left.
    let mark: [UInt8]
    private let write: Write
    private let sync: Sync

    /// Bytes that are searched in one go for the end of the line before the last.
    private static let chunk = 65_536

    init(
        path: String, mark: [UInt8], write: @escaping Write = { Glibc.write($0, $1, $2) },
        sync: @escaping Sync = { fsync($0) }
    ) {
        (self.path, self.mark, self.write, self.sync) = (path, mark, write, sync)
    }

    /// Appends a line and waits until it is on the disk.
    ///
    /// - Returns: false for an error, with its number in `errno`: nothing of the line is in the file then.
    func append(_ line: [UInt8]) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        // Closing it gives the lock back.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
        guard var length = Self.length(of: descriptor) else { return add(line, descriptor) }
        let torn = tornBytes(at: length)
        if torn > 0 {
            guard Self.cut(descriptor, to: length - torn) else { return false }
            length -= torn
        }
        if add(line, descriptor) { return true }
        let reason = errno
        _ = Self.cut(descriptor, to: length)
        errno = reason
        return false
    }

    private func add(_ line: [UInt8], _ descriptor: Int32) -> Bool {
        var done = 0
        while done < line.count {
            let count = line[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return sync(descriptor) == 0
    }

    /// The length of what can be cut; nil for a pipe or a device.
    private static func length(of descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    private static func cut(_ descriptor: Int32, to length: Int) -> Bool {
        while ftruncate(descriptor, off_t(length)) != 0 { guard errno == EINTR else { return false } }
        return true
    }

    /// How many bytes of a line of ours that has no end are at the end of the file.
    private func tornBytes(at length: Int) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard length > 0, descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var (end, tail) = (length, [UInt8]())
        while end > 0 {
            let start = max(0, end - Self.chunk)
            var bytes = [UInt8](repeating: 0, count: end - start)
            guard pread(descriptor, &bytes, bytes.count, off_t(start)) == bytes.count else { return 0 }
            if let last = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                tail = Array(bytes[(last + 1)...].prefix(mark.count)) + tail
                end = start + last + 1
                break
            }
            tail = Array((bytes.prefix(mark.count) + tail).prefix(mark.count))
            end = start
        }
        let isOurs = tail.prefix(mark.count).elementsEqual(mark.prefix(length - end))
        return isOurs ? length - end : 0
    }
}
