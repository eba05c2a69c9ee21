import ItemFiles
import JSONText

/// The files to import, in their order.
public struct ImportFiles: Sendable {
    /// A file, and what a manifest says of it.
    struct File: Sendable {
        let path: String
        var itemCount: Int?
        var md5: MD5Sum?
    }

    let files: [File]

    /// Whether all of it can be read twice.
    var isRepeatable: Bool { files.allSatisfy { $0.path != "-" && PathKind($0.path) == .file } }

    /// What a path names: a file of lines, plain or gzip; `-` for standard input; or the folder of an export that
    /// DynamoDB made to S3 (or one of its two manifests), with the data files in `data/` next to the manifests.
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

    private static let summaryName = ExportLayout.summaryName
    private static let filesName = ExportLayout.filesName
    private static let format = ExportLayout.jsonFormat
    private static let ionSuffixes = [".ion", ".ion.gz"]

    private static func manifest(in folder: String) throws(TransferError) -> [File] {
        guard PathKind("\(folder)/\(filesName)") == .file else {
            throw .refused(
                "'\(folder)' has no \(filesName): give the folder of an export to S3, which has the export's id, or one file"
            )
        }
        for name in [summaryName, filesName] { try checkDigest(ofManifest: "\(folder)/\(name)") }
        let expected = try summary("\(folder)/\(summaryName)")
        let path = "\(folder)/\(filesName)"
        let reader = try LineReader(path)
        var files: [File] = []
        while let line = try reader.next() {
            files.append(try file(try json(line, path, reader.number), in: folder, path, reader.number))
        }
        let sum = files.reduce(0) { $0.addingSaturating($1.itemCount ?? 0) }
        if let expected, expected != sum {
            throw .damaged(
                path: path, reason: "its files hold \(sum) items, but \(summaryName) says \(expected)")
        }
        return files
    }

    /// How many items the summary counts; nil when there is no summary.
    private static func summary(_ path: String) throws(TransferError) -> Int? {
        guard PathKind(path) == .file else { return nil }
        let reader = try LineReader(path)
        var text: [UInt8] = []
        while let line = try reader.next() { text += line }
        let summary = try json(text, path, 1)
        if let found = summary["outputFormat"]?.stringValue, found != format {
            throw .refused("'\(path)': the export's format is \(found); only \(format) can be imported")
        }
        if let type = summary["exportType"]?.stringValue, type != ExportLayout.fullExport {
            throw .refused("'\(path)': the export is a \(type); only full exports can be imported")
        }
        guard let count = summary["itemCount"]?.intValue else {
            throw .damaged(path: path, reason: "it tells of no itemCount")
        }
        return count
    }

    private static func file(
        _ entry: JSONValue, in folder: String, _ path: String, _ line: Int
    ) throws(TransferError) -> File {
        guard let key = entry["dataFileS3Key"]?.stringValue, let name = key.split(separator: "/").last, name != ".."
        else { throw .damaged(path: path, reason: "line \(line) names no dataFileS3Key") }
        for suffix in ionSuffixes where name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
            throw .refused("'\(path)': the export's format is ION; only \(format) can be imported")
        }
        // The key counts from the top of the bucket; what was fetched of it begins anywhere.
        let place = "\(folder)/\(ExportLayout.dataFolder)/\(name)"
        guard PathKind(place) == .file else {
            throw .damaged(path: path, reason: "the data file of line \(line) is not at '\(place)'")
        }
        let (count, digest) = (told("itemCount", entry), told("md5Checksum", entry))
        let file = File(
            path: place, itemCount: count?.intValue.flatMap { $0 < 0 ? nil : $0 },
            md5: digest?.stringValue.flatMap { MD5Sum(Array($0.utf8)) })
        guard (count == nil) == (file.itemCount == nil) else {
            throw .damaged(path: path, reason: "the itemCount of line \(line) is no whole number")
        }
        guard (digest == nil) == (file.md5 == nil) else {
            throw .damaged(path: path, reason: "the md5Checksum of line \(line) is no MD5")
        }
        return file
    }

    private static func told(_ name: String, _ entry: JSONValue) -> JSONValue? {
        entry[name].flatMap { $0.isNull ? nil : $0 }
    }

    /// Holds a manifest against the file next to it that has its checksum: `manifest-files.md5`, or, by the Developer
    /// Guide, `.checksum`. No page says how that is written; what is not an MD5 is not checked.
    private static func checkDigest(ofManifest path: String) throws(TransferError) {
        let stem = path.prefix(path.count - ".json".count)
        for sidecar in ["\(stem).md5", "\(stem).checksum"] where PathKind(sidecar) == .file {
            guard PathKind(path) == .file, let expected = MD5Sum(try FileInput(sidecar).next()) else { continue }
            let found = try MD5Sum(ofFile: path)
            guard found == expected else {
                throw .damaged(path: path, reason: "its MD5 is \(found), but '\(sidecar)' says \(expected)")
            }
        }
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
        let found = try MD5Sum(ofFile: path)
        guard found == md5 else {
            throw .damaged(path: path, reason: "its MD5 is \(found), but the manifest says \(md5)")
        }
    }
}
