import DynamoModel
import Glibc
import TableStore

/// The folder whose folders are buckets: `BUCKET/KEY`, each file an object. What is under way is in `.work`, which is
/// no bucket's name.
struct BucketFolder: Sendable {
    let path: String

    /// How many objects an import takes, as the service's.
    static let mostObjects = 50_000
    /// How deep folders in a bucket may lie in each other.
    private static let mostLevels = 32
    /// The end of the names of files that are not whole yet, which are no objects.
    static let partialSuffix = ".partial"

    /// The folder of a bucket.
    func bucket(_ name: String) -> String { "\(path)/\(name)" }

    /// Whether there is a bucket.
    func hasBucket(_ name: String) -> Bool {
        var status = stat()
        return stat(bucket(name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// A file of an export or import that is under way.
    func work(_ id: String, _ suffix: String) -> String { "\(path)/.work/\(id)\(suffix)" }

    /// Makes the folder of what is under way.
    func prepareWork() throws(TransferStop) {
        for folder in [path, "\(path)/.work"] { try Self.makeFolder(folder) }
    }

    /// Makes the folders in a bucket that a key has before its last part.
    func makeFolders(_ bucket: String, of key: String) throws(TransferStop) {
        var folder = self.bucket(bucket)
        for part in key.utf8.split(separator: Self.slash).dropLast() {
            folder += "/\(Substring(part))"
            try Self.makeFolder(folder)
        }
    }

    private static func makeFolder(_ folder: String) throws(TransferStop) {
        guard PlainFile.makeFolder(folder) else { throw .system(path: folder, "cannot be made") }
    }

    /// Whether a prefix can be that of keys in a folder: it leads neither out of the bucket nor to no file. It is cut
    /// at the bytes at which the system cuts paths: a slash with a mark is another character.
    static func isUsable(_ prefix: String) -> Bool {
        prefix.utf8.split(separator: slash).allSatisfy { part in
            !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
                && part.count <= Int(NAME_MAX)
        }
    }

    private static let slash = UInt8(ascii: "/")

    /// The keys of a bucket that begin with a prefix, in the order of their bytes.
    ///
    /// - Throws: when there are more than an import takes.
    func keys(_ bucket: String, prefix: String) throws(TransferStop) -> [String] {
        var keys: [String] = []
        try collect(bucket, "", prefix, level: 0, &keys)
        return keys.sorted { $0.compareBytes(with: $1) < 0 }
    }

    private func collect(
        _ bucket: String, _ folder: String, _ prefix: String, level: Int, _ keys: inout [String]
    ) throws(TransferStop) {
        guard let stream = opendir("\(self.bucket(bucket))/\(folder)") else {
            throw .system(path: "\(self.bucket(bucket))/\(folder)", "cannot be read")
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let key = folder + name
            var status = stat()
            guard stat("\(self.bucket(bucket))/\(key)", &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                let inner = key + "/"
                // Only a folder that can hold such keys is entered.
                guard inner.hasBytePrefix(prefix) || prefix.hasBytePrefix(inner), level < Self.mostLevels else {
                    continue
                }
                try collect(bucket, inner, prefix, level: level + 1, &keys)
            case S_IFREG:
                guard key.hasBytePrefix(prefix), !key.utf8.reversed().starts(with: Self.partialSuffix.utf8.reversed())
                else { continue }
                guard keys.count < Self.mostObjects else {
                    throw .failed(
                        TransferFailure(
                            code: "LimitExceeded",
                            message: "The bucket has more than \(Self.mostObjects) objects with this prefix"))
                }
                keys.append(key)
            default: continue
            }
        }
    }
}
