import DynamoModel
import ItemFiles
import JSONText

/// The files to import, in their order.
public struct ImportFiles: Sendable {
    /// A file, and what a manifest says of it.
    struct File: Sendable {
        let path: String
        /// The form of its lines; nil when only they show it.
        let format: TransferFormat?
        var itemCount: Int?
        var md5: MD5Sum?

        init(_ path: String, _ format: TransferFormat? = nil) {
            self.path = path
            self.format = ExportLayout.isIon(path) ? .ion : format
        }
    }

    let files: [File]
    /// Whether the lines are changes of items: those of an incremental export.
    public let isIncrement: Bool

    /// Whether all of it can be read twice.
    var isRepeatable: Bool { files.allSatisfy { $0.path != "-" && PathKind($0.path) == .file } }

    /// What a path names: a file of lines, plain or gzip; `-` for standard input; or the folder of an export that
    /// DynamoDB made to S3 (or one of its two manifests), with the data files in `data/` next to the manifests or, of
    /// an incremental export, next to the folder.
    ///
    /// Source: Developer Guide, "DynamoDB table export output format".
    /// - Throws: ``TransferError`` when there is no such file, or the manifests cannot be used.
    public init(_ path: String) throws(TransferError) {
        switch path == "-" ? .stream : PathKind(path) {
        case .none: throw .file(path: path, reason: "there is no such file")
        case .folder: (files, isIncrement) = try Self.manifest(in: path)
        case .stream: (files, isIncrement) = ([File(path)], false)
        case .file:
            let cut = path.lastIndex(of: "/")
            let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
            let folder = cut.map { String(path[..<$0]) } ?? "."
            if name == Self.summaryName || name == Self.filesName {
                (files, isIncrement) = try Self.manifest(in: folder)
            } else {
                let file = File(path)
                (files, isIncrement) = ([file], try file.beginsWithChange() ?? false)
            }
        }
    }

    private static let summaryName = ExportLayout.summaryName
    private static let filesName = ExportLayout.filesName

    private static func manifest(in folder: String) throws(TransferError) -> (files: [File], isIncrement: Bool) {
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
            files.append(try file(try json(line, path, reader.number), in: folder, expected, path, reader.number))
        }
        let sum = files.reduce(0) { $0.addingSaturating($1.itemCount ?? 0) }
        if let count = expected?.itemCount, count != sum {
            throw .damaged(path: path, reason: "its files hold \(sum) items, but \(summaryName) says \(count)")
        }
        if let expected { return (files, expected.isIncrement) }
        // Files of empty partitions have no line.
        for file in files { if let isChange = try file.beginsWithChange() { return (files, isChange) } }
        return (files, false)
    }

    /// What a summary says of the data files.
    private struct Summary {
        let itemCount: Int
        let format: TransferFormat
        let isIncrement: Bool
    }

    /// What the summary says; nil when there is no summary.
    private static func summary(_ path: String) throws(TransferError) -> Summary? {
        guard PathKind(path) == .file else { return nil }
        let reader = try LineReader(path)
        var text: [UInt8] = []
        while let line = try reader.next() { text += line }
        let summary = try json(text, path, 1)
        let format = summary["outputFormat"]?.stringValue ?? TransferFormat.json.rawValue
        guard let known = TransferFormat(rawValue: format), known != .csv else {
            throw .refused("'\(path)': the export's format is \(format); only DYNAMODB_JSON and ION can be imported")
        }
        let type = summary["exportType"]?.stringValue ?? ExportLayout.fullExport
        guard type == ExportLayout.fullExport || type == ExportLayout.incrementalExport else {
            throw .refused("'\(path)': the export is a \(type); only full and incremental exports can be imported")
        }
        guard let count = summary["itemCount"]?.intValue else {
            throw .damaged(path: path, reason: "it has no itemCount")
        }
        return Summary(itemCount: count, format: known, isIncrement: type == ExportLayout.incrementalExport)
    }

    private static func file(
        _ entry: JSONValue, in folder: String, _ summary: Summary?, _ path: String, _ line: Int
    ) throws(TransferError) -> File {
        guard let key = entry["dataFileS3Key"]?.stringValue, let name = key.split(separator: "/").last, name != ".."
        else { throw .damaged(path: path, reason: "line \(line) names no dataFileS3Key") }
        // The key counts from the top of the bucket; what was fetched of it begins anywhere. Incremental exports share
        // one folder of data files, which lies next to their own.
        let places = [
            "\(folder)/\(ExportLayout.dataFolder)/\(name)", "\(folder)/../\(ExportLayout.dataFolder)/\(name)",
        ]
        guard let place = places.first(where: { PathKind($0) == .file }) else {
            throw .damaged(path: path, reason: "the data file of line \(line) is not at '\(places[0])'")
        }
        let (count, digest) = (given("itemCount", entry), given("md5Checksum", entry))
        var file = File(place, summary?.format)
        file.itemCount = count?.intValue.flatMap { $0 < 0 ? nil : $0 }
        file.md5 = digest?.stringValue.flatMap { MD5Sum(Array($0.utf8)) }
        guard (count == nil) == (file.itemCount == nil) else {
            throw .damaged(path: path, reason: "the itemCount of line \(line) is not a whole number")
        }
        guard (digest == nil) == (file.md5 == nil) else {
            throw .damaged(path: path, reason: "the md5Checksum of line \(line) is not an MD5")
        }
        return file
    }

    private static func given(_ name: String, _ entry: JSONValue) -> JSONValue? {
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
    /// Whether the first line is a change of an item; nil when there is no line. What is wrong with the file is found
    /// when it is read.
    func beginsWithChange() throws(TransferError) -> Bool? {
        let reader = try LineReader(path)
        while let line = try? reader.next() {
            let format = format ?? ItemLine.format(of: line)
            if !ItemLine.isBlank(line, as: format) { return ItemLine.isChange(line, as: format) }
        }
        return nil
    }

    /// Holds the file's bytes against the checksum of the manifest.
    func checkDigest() throws(TransferError) {
        guard let md5 else { return }
        let found = try MD5Sum(ofFile: path)
        guard found == md5 else {
            throw .damaged(path: path, reason: "its MD5 is \(found), but the manifest says \(md5)")
        }
    }
}
