import Glibc
import TableStore

/// The folder with everything that the program keeps: the table's file, its lock, and the secrets that it made itself.
struct DataFolder: Sendable {
    /// The folder's path, as the user gave it.
    let path: String

    /// The table's SQLite file.
    var database: String { path + "/lexi.sqlite" }
    var secretFile: String { path + "/jwt-secret" }
    private var cursorSecretFile: String { path + "/cursor-secret" }

    private static let secretMode: mode_t = 0o600
    private static let secretWords = 4
    private static let secretFileLimit = 4096

    /// Whether there is a table's file.
    var hasDatabase: Bool { access(database, F_OK) == 0 }

    /// - Throws: ``CommandFailure`` when there is no table's file.
    func requireDatabase() throws(CommandFailure) {
        guard hasDatabase else { throw CommandFailure("there is no table in '\(path)'; 'lexi table create' makes one") }
    }

    /// Makes the folder, and those above it, unless they are there.
    ///
    /// - Parameter setting: the option that names the folder.
    /// - Throws: ``CommandFailure`` when that is not possible.
    func create(setting: String = "--data") throws(CommandFailure) {
        var prefix = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
        for component in path.split(separator: "/") {
            prefix += component
            guard PlainFile.makeFolder(prefix) else {
                throw CommandFailure(
                    "cannot make the folder '\(prefix)': \(systemError()); choose another with \(setting)")
            }
            prefix += "/"
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandFailure("'\(path)' is not a folder; choose another with \(setting)")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw CommandFailure(
                "cannot write to the folder '\(path)': \(systemError()); choose another with \(setting)")
        }
    }

    /// The secret that signs tokens when none is configured: made at the first call, readable only by its owner.
    ///
    /// - Returns: the secret, and whether it was made now.
    /// - Throws: ``CommandFailure`` when it can be neither read nor made, or when others can read it.
    func tokenSecret() throws(CommandFailure) -> (secret: [UInt8], isNew: Bool) { try secret(in: secretFile) }

    /// The secret that signs cursors when none is configured, made and kept like that of tokens: who changes that of
    /// tokens makes no cursor void.
    func cursorSecret() throws(CommandFailure) -> [UInt8] { try secret(in: cursorSecretFile).secret }

    private func secret(in file: String) throws(CommandFailure) -> (secret: [UInt8], isNew: Bool) {
        if access(file, F_OK) == 0 { return (try readSecret(file), false) }
        let secret = Self.randomSecret()
        guard try publish(secret, as: file) else { return (try readSecret(file), false) }
        return (secret, true)
    }

    /// Writes the secret next to its place and then links it there, so that nobody ever sees a part of it.
    ///
    /// - Returns: false when another process was first.
    private func publish(_ secret: [UInt8], as place: String) throws(CommandFailure) -> Bool {
        let draft = "\(place).\(getpid())"
        unlink(draft)
        let made = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Self.secretMode)
        guard made >= 0 else { throw CommandFailure("cannot make '\(draft)': \(systemError())") }
        defer {
            close(made)
            unlink(draft)
        }
        guard write(made, secret, secret.count) == secret.count, fsync(made) == 0 else {
            throw CommandFailure("cannot write '\(draft)': \(systemError())")
        }
        guard link(draft, place) != 0 else {
            synchronize()
            return true
        }
        guard errno == EEXIST else { throw CommandFailure("cannot make '\(place)': \(systemError())") }
        return false
    }

    /// Makes the names of new files durable.
    func synchronize() { Self.synchronize(path) }

    private static func synchronize(_ path: String) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func readSecret(_ place: String) throws(CommandFailure) -> [UInt8] {
        let file = open(place, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandFailure("cannot read '\(place)': \(systemError())") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw CommandFailure("cannot read '\(place)': \(systemError())") }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandFailure("'\(place)' can be read by others; run: chmod 600 '\(place)'")
        }
        var secret = [UInt8](repeating: 0, count: Self.secretFileLimit)
        let count = read(file, &secret, secret.count)
        guard count > 0 else {
            throw CommandFailure(
                "'\(place)' is empty; remove it, and a new secret is made (what it signed becomes void)")
        }
        return Array(secret[0..<count])
    }

    /// 256 random bits from the system's source, as 64 hexadecimal digits.
    static func randomSecret() -> [UInt8] {
        var source = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        return (0..<secretWords).flatMap { _ in
            let word = source.next() as UInt64
            return (0..<16).map { digits[Int(word >> (60 - 4 * UInt64($0)) & 15)] }
        }
    }
}

/// What the last system call that failed says.
func systemError() -> String { String(cString: strerror(errno)) }
