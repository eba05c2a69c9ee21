import Digests
import JSONText

/// The files to import, in their order.
public struct ImportFiles: Sendable {
    /// A file, and what a manifest says of it.
    struct File: Sendable {
        let path: String
        var itemCount: Int?
        var md5: String?
    }

    let files: [File]

    /// Whether all of it can be read twice.
    var isRepeatable: Bool { files.allSatisfy { $0.path != "-" && PathKind($0.path) == .file } }

    /// What a path names: a file of lines, plain or gzip; `-` for standard input; or the folder of an export that DynamoDB made to S3
    /// (or one of its two manifests), with the data files in `data/` beside the manifests.
    ///
    /// Source: Developer Guide, "DynamoDB table export output format".
    /// - Throws: ``TransferError`` when there is no such file, or the manifests cannot be used.
    public init(_ path: String) throws(TransferError) {
        switch path == "-" ? .stream : PathKind(path) {
        case .none: throw .file(path: path, reason: "there is no such file")
        case .folder: files = try Self.manifest(in: path)
        case .stream: files = [File(path: path)]
        case .file:
            let cut = path.lastIndex(of: "/")
            let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
            let folder = cut.map { String(path[..<$0]) } ?? "."
            files =
                name == Self.summaryName || name == Self.filesName
                ? try Self.manifest(in: folder) : [File(path: path)]
        }
    }

    private static let summaryName = "manifest-summary.json"
    private static let filesName = "manifest-files.json"
    private static let format = "DYNAMODB_JSON"

    private static func manifest(in folder: String) throws(TransferError) -> [File] {
        guard PathKind("\(folder)/\(filesName)") == .file else {
            throw .refused(
                "'\(folder)' has no \(filesName): give the folder of an export to S3, which has the export's id, or one file"
            )
        }
        let expected = try summary("\(folder)/\(summaryName)")
        let path = "\(folder)/\(filesName)"
        let reader = try LineReader(path)
        var files: [File] = []
        while let line = try reader.next() {
            files.append(try file(try json(line, path, reader.number), in: folder, path, reader.number))
        }
        let sum = files.reduce(0) { $0 + ($1.itemCount ?? 0) }
        if let expected, expected != sum {
            throw .damaged(
                path: path, reason: "its files hold \(sum) items, but \(summaryName) says \(expected)")
        }
        return files
    }

    /// How many items the summary tells of; nil when there is no summary.
    private static func summary(_ path: String) throws(TransferError) -> Int? {
        guard PathKind(path) == .file else { return nil }
        let reader = try LineReader(path)
        var text: [UInt8] = []
        while let line = try reader.next() { text += line }
        let summary = try json(text, path, 1)
        if let found = summary["outputFormat"]?.stringValue, found != format {
            throw .refused("'\(path)': the export's format is \(found); only \(format) can be imported")
        }
        if let type = summary["exportType"]?.stringValue, type != "FULL_EXPORT" {
            throw .refused("'\(path)': the export is a \(type); only full exports can be imported")
        }
        return summary["itemCount"]?.intValue
    }

    private static func file(
        _ entry: JSONValue, in folder: String, _ path: String, _ line: Int
    ) throws(TransferError) -> File {
        guard let key = entry["dataFileS3Key"]?.stringValue, let name = key.split(separator: "/").last, name != ".."
        else { throw .damaged(path: path, reason: "line \(line) names no dataFileS3Key") }
        // The key counts from the top of the bucket; what was fetched of it begins anywhere.
        let place = "\(folder)/data/\(name)"
        guard PathKind(place) == .file else {
            throw .damaged(path: path, reason: "the data file of line \(line) is not at '\(place)'")
        }
        return File(path: place, itemCount: entry["itemCount"]?.intValue, md5: entry["md5Checksum"]?.stringValue)
    }

    private static func json(_ text: [UInt8], _ path: String, _ line: Int) throws(TransferError) -> JSONValue {
        do throws(JSONError) { return try JSONValue.parse(text) } catch {
            throw .damaged(path: path, reason: "line \(line): \(error)")
        }
    }
}

extension ImportFiles.File {
    /// Holds the file's bytes against the checksum of the manifest.
    func checkDigest() throws(TransferError) {
        guard let md5 else { return }
        let input = try FileInput(path)
        var digest = MD5()
        while case let piece = input.next(), !piece.isEmpty { digest.update(piece) }
        if let failure = input.failure { throw .file(path: path, reason: failure) }
        let found = Base64.encode(digest.finalize())
        guard found == md5 else {
            throw .damaged(path: path, reason: "its MD5 is \(found), but the manifest says \(md5)")
        }
    }
}
