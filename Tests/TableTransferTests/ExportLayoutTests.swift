import Compression
import Digests
import DynamoModel
import Foundation
import ItemFiles
import TestSupport
import Testing

@testable import TableTransfer

/// The layout of DynamoDB's export to S3 (Developer Guide, "DynamoDB table export output format").
@Suite struct ExportLayoutTests {
    /// An export's folder with so many items in each data file, the last of them empty.
    private struct Layout {
        let folder: String
        var entries: [String] = []
        let items: [Item]

        init(_ folder: TemporaryFolder) throws {
            self.folder = folder.file("01693685827463-2d8752fd")
            try FileManager.default.createDirectory(atPath: self.folder + "/data", withIntermediateDirectories: true)
            items = try Samples.items(300, seed: 3) + [Samples.everything()]
            for (number, part) in [items[..<100], items[100...], items[..<0]].enumerated() {
                var lines: [UInt8] = []
                for item in part { ItemLine.append(item, to: &lines) }
                let file = Gzip.compress(lines)
                try write(file, to: "\(self.folder)/data/part\(number).json.gz")
                entries.append(
                    #"{"itemCount":\#(part.count),"md5Checksum":"\#(Base64.encode(MD5.hash(file)))","etag":"af83d6-1","dataFileS3Key":"prefix/AWSDynamoDB/01693685827463-2d8752fd/data/part\#(number).json.gz"}"#
                )
            }
            try write("", to: self.folder + "/_started")
            try writeManifests(total: items.count)
        }

        func writeManifests(total: Int, format: String = "DYNAMODB_JSON", type: String = "FULL_EXPORT") throws {
            try write(entries.joined(separator: "\n") + "\n", to: folder + "/manifest-files.json")
            try write(
                """
                {"version":"2023-08-01","tableArn":"arn:aws:dynamodb:us-east-1:123456789012:table/T","s3Bucket":"b",
                 "manifestFilesS3Key":"prefix/AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json",
                 "billedSizeBytes":0,"itemCount":\(total),"outputFormat":"\(format)","exportType":"\(type)"}
                """, to: folder + "/manifest-summary.json")
        }
    }

    // The folder and both manifests name the same import, which takes all files.
    @Test(arguments: ["", "/manifest-summary.json", "/manifest-files.json"]) func layout(name: String) async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                let layout = try Layout(folder)
                let summary = try await TableImport(into: target.transfer)
                    .run(ImportFiles(layout.folder + name), meter: TransferMeter())
                #expect(summary.items == checksum(layout.items))
                #expect(try await Set(target.contents().values) == Set(layout.items))
            }
        }
    }

    private static func failure(_ layout: Layout, _ target: TestTable) async throws -> String {
        let error = await #expect(throws: TransferError.self) {
            try await TableImport(into: target.transfer).run(ImportFiles(layout.folder), meter: TransferMeter())
        }
        #expect(try await target.contents().isEmpty)
        return try #require(error).description
    }

    // What a manifest says of a file must be so: its digest, its count, that it is there; and the total of the summary.
    // Nothing is changed otherwise.
    @Test func manifestIsHeldAgainstTheFiles() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var layout = try Layout(folder)
                let right = layout.entries
                layout.entries[0] = right[0].replacing(#""itemCount":100"#, with: #""itemCount":101"#)
                try layout.writeManifests(total: 302)
                #expect(try await Self.failure(layout, target).contains("holds 100 items, but the manifest says 101"))
                try layout.writeManifests(total: 301)
                #expect(
                    try await Self.failure(layout, target).contains("302 items, but manifest-summary.json says 301"))
                layout.entries = right
                // DynamoDB JSON is Ion, too, but its keys are structures there.
                try layout.writeManifests(total: 301, format: "ION")
                #expect(try await Self.failure(layout, target).contains("type M"))
                try layout.writeManifests(total: 301, type: "INCREMENTAL_EXPORT")
                #expect(try await Self.failure(layout, target).contains("no Metadata and Keys"))
                try layout.writeManifests(total: 301, format: "CSV")
                #expect(try await Self.failure(layout, target).contains("format is CSV"))
                try layout.writeManifests(total: 301, type: "OTHER_EXPORT")
                #expect(try await Self.failure(layout, target).contains("OTHER_EXPORT"))
                try layout.writeManifests(total: 301)
                let path = layout.folder + "/data/part1.json.gz"
                let whole = try contents(path)
                try write(Array(whole.dropLast()), to: path)
                #expect(try await Self.failure(layout, target).contains("MD5"))
                try FileManager.default.removeItem(atPath: path)
                #expect(try await Self.failure(layout, target).contains("part1.json.gz"))
                layout.entries.append("{}")
                try layout.writeManifests(total: 301)
                try write(whole, to: path)
                #expect(try await Self.failure(layout, target).contains("dataFileS3Key"))
            }
        }
    }

    // Each manifest may have its own checksum next to it, in Base64 or in hexadecimal digits: it must be so. What is no
    // checksum is left alone.
    @Test(arguments: ["manifest-files", "manifest-summary"]) func manifestsHaveChecksums(name: String) async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                let layout = try Layout(folder)
                let manifest = "\(layout.folder)/\(name).json"
                let digest = MD5.hash(try contents(manifest))
                for (end, other) in [("md5", "checksum"), ("checksum", "md5")] {
                    let sidecar = "\(layout.folder)/\(name).\(end)"
                    for wrong in [Base64.encode(MD5.hash([1])), Hex.encode(MD5.hash([1])) + "\n"] {
                        try write(wrong, to: sidecar)
                        let reason = try await Self.failure(layout, target)
                        #expect(reason.contains("'\(manifest)'") && reason.contains("\(name).\(end)"), "\(reason)")
                    }
                    try write("none", to: sidecar)
                    _ = try ImportFiles(layout.folder)
                    try write(Hex.encode(digest), to: sidecar)
                    try write(" \(Base64.encode(digest))\r\n", to: "\(layout.folder)/\(name).\(other)")
                    #expect(try ImportFiles(layout.folder).files.count == 3)
                }
            }
        }
    }

    // Members of the manifests that are not what they should be are not taken for missing.
    @Test func strangeManifests() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var layout = try Layout(folder)
                let right = layout.entries
                let summary = layout.folder + "/manifest-summary.json"
                for (old, new, reason) in [
                    (#""itemCount":100"#, #""itemCount":"100""#, "itemCount of line 1"),
                    (#""md5Checksum":""#, #""md5Checksum":"A"#, "md5Checksum of line 1"),
                    (".json.gz", ".ion.gz", "is not at"),
                ] {
                    layout.entries[0] = right[0].replacing(old, with: new)
                    try layout.writeManifests(total: layout.items.count)
                    try FileManager.default.removeItem(atPath: summary)
                    #expect(try await Self.failure(layout, target).contains(reason))
                }
                layout.entries = right
                try layout.writeManifests(total: layout.items.count)
                try write("{}", to: summary)
                #expect(try await Self.failure(layout, target).contains("itemCount"))
            }
        }
    }
}
