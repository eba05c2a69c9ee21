import Compression
import DynamoModel
import Foundation
import JSONText
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

extension TableEngine {
    /// Begins an export.
    func beginExport(_ request: ExportRequest) async throws -> ExportDescription {
        guard case .export(let export) = try await transfers(.export(request)) else { throw WrongAnswer() }
        return export
    }

    func describedExport(_ arn: String) async throws -> ExportDescription {
        guard case .export(let export) = try await transfers(.describeExport(arn: arn)) else { throw WrongAnswer() }
        return export
    }

    /// Waits until an export has ended.
    func ended(export arn: String) async throws -> ExportDescription {
        try await waitFor("the export") {
            let found = try await self.describedExport(arn)
            return found.status == .inProgress ? nil : found
        }
    }

    /// Begins an import.
    func beginImport(_ request: ImportRequest) async throws -> ImportDescription {
        guard case .tableImport(let found) = try await transfers(.importTable(request)) else { throw WrongAnswer() }
        return found
    }

    /// Waits until an import has ended.
    func ended(import arn: String) async throws -> ImportDescription {
        try await waitFor("the import") {
            guard case .tableImport(let found) = try await self.transfers(.describeImport(arn: arn)) else {
                throw WrongAnswer()
            }
            return found.status == .inProgress ? nil : found
        }
    }

    func exports(_ table: String? = nil, limit: Int? = nil, token: String? = nil) async throws
        -> (page: [ExportDescription], token: String?)
    {
        let request = TransferRequest.listExports(tableArn: table, limit: limit, nextToken: token)
        guard case .exports(let page, let next) = try await transfers(request) else { throw WrongAnswer() }
        return (page, next)
    }

    func imports(_ table: String? = nil, limit: Int? = nil, token: String? = nil) async throws
        -> (page: [ImportDescription], token: String?)
    {
        let request = TransferRequest.listImports(tableArn: table, limit: limit, nextToken: token)
        guard case .imports(let page, let next) = try await transfers(request) else { throw WrongAnswer() }
        return (page, next)
    }
}

/// The buckets of a test.
struct TestBuckets {
    let path: String

    init(_ folder: TemporaryFolder) { path = folder.file("exports") }

    func make(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }

    func write(_ bytes: [UInt8], to key: String) throws {
        let url = URL(filePath: "\(path)/\(key)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func write(_ text: String, to key: String) throws { try write(Array(text.utf8), to: key) }

    func read(_ key: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(key)"))) }

    /// All files, by their paths in the folder.
    func files() -> [String] {
        (FileManager.default.subpaths(atPath: path) ?? []).filter { name in
            var isFolder = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder) && !isFolder
        }.sorted()
    }

    /// The lines of the data file that the manifest of an export names.
    func lines(_ export: ExportDescription) throws -> [JSONValue] {
        let manifest = try #require(export.manifest).replacing("summary", with: "files")
        let listed = try JSONValue.parse(try read("\(export.request.place.bucket)/\(manifest)"))
        let key = try #require(listed["dataFileS3Key"]?.stringValue)
        let text = try Gzip.decompress(try read("\(export.request.place.bucket)/\(key)"), limit: 1 << 28)
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0)) }
    }
}
