import Glibc

/// Files as they are, without SQLite.
package enum PlainFile {
    /// The first bytes of a file, as many as there are; nil when it cannot be read.
    package static func prefix(of path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = bytes.withUnsafeMutableBytes { fill($0, descriptor, at: 0) }
        guard read >= 0 else { return nil }
        return Array(bytes.prefix(read))
    }

    /// Reads until the buffer is full or the file ends.
    ///
    /// - Returns: how many bytes were read; -1 for an error, with its number in `errno`.
    package static func fill(_ buffer: UnsafeMutableRawBufferPointer, _ descriptor: Int32, at offset: Int) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return -1 }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// The size of a file in bytes; nil when it is not there.
    package static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Writes all bytes; false for an error, with its number in `errno`.
    package static func write(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32, at offset: Int) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = pwrite(
                    descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    /// Copies a file's bytes into a new one, which is its owner's only; false for an error, with its number in `errno`.
    ///
    /// - Parameters:
    ///   - piece: how many bytes are read at a time, at most.
    ///   - copied: called after each piece with the bytes that are copied so far.
    package static func copy(
        _ path: String, to target: String, piece: Int = 1 << 20, copied: (Int) -> Void = { _ in }
    ) -> Bool {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return false }
        defer { close(source) }
        let made = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard made >= 0 else { return false }
        defer { close(made) }
        var buffer = [UInt8](repeating: 0, count: piece)
        var offset = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { fill($0, source, at: offset) }
            guard count >= 0 else { return false }
            guard count > 0 else { return true }
            guard write(buffer[..<count], made, at: offset) else { return false }
            offset += count
            copied(offset)
        }
    }

    /// Puts a file of these bytes in the place of one, whole and durable or not at all; false for an error, with its
    /// number in `errno`.
    package static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
        let draft = path + ".partial"
        let made = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard made >= 0 else { return false }
        let isWritten = write(bytes[...], made, at: 0) && fsync(made) == 0
        let failure = errno
        close(made)
        guard isWritten else {
            unlink(draft)
            errno = failure
            return false
        }
        return rename(draft, path) == 0 && synchronize(folder(of: path))
    }

    /// Makes a file's content durable, or the names in a folder; false for an error, with its number in `errno`.
    package static func synchronize(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// Makes a folder, which is its owner's only, unless it is there, and makes its name durable: a power cut must not
    /// take the new folder with what is written into it. False for an error, with its number in `errno`.
    ///
    /// A folder above that may not be read, or whose file system syncs no folders, is left as it is.
    package static func makeFolder(_ path: String) -> Bool {
        guard mkdir(path, 0o700) == 0 else { return errno == EEXIST }
        return synchronize(folder(of: path)) || errno == EACCES || errno == EINVAL
    }

    /// The folder that a file is in.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }

    /// The bytes that can still be written to the file system of a file; nil when that is not known.
    package static func room(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder(of: path), &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// Whether nobody can write to the file system of a file.
    package static func isOnReadOnlyMount(_ path: String) -> Bool {
        var status = statvfs()
        return statvfs(folder(of: path), &status) == 0 && status.f_flag & UInt(ST_RDONLY) != 0
    }

    /// What the last system call that failed says.
    package static var error: String { String(cString: strerror(errno)) }
}
