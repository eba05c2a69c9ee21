import DynamoModel
import JSONText

/// Where the files of an export lie, and what their manifests say.
///
///     PREFIX/AWSDynamoDB/ID/_started                      empty
///     PREFIX/AWSDynamoDB/ID/data/NAME.json.gz             full exports (.ion.gz in Ion)
///     PREFIX/AWSDynamoDB/data/NAME.json.gz                incremental ones
///     PREFIX/AWSDynamoDB/ID/manifest-files.json           a line for each data file, with manifest-files.md5
///     PREFIX/AWSDynamoDB/ID/manifest-summary.json         with manifest-summary.md5
///
/// Source: Developer Guide, "DynamoDB table export output format".
package enum ExportLayout {
    /// The manifest of the export.
    package static let summaryName = "manifest-summary.json"
    /// The manifest of its files.
    package static let filesName = "manifest-files.json"
    /// The file that shows that the bucket can be written to.
    package static let startedName = "_started"
    /// The folder with the data files.
    package static let dataFolder = "data"
    /// How manifests call exports of all items.
    package static let fullExport = "FULL_EXPORT"
    /// How manifests call exports of what changed.
    package static let incrementalExport = "INCREMENTAL_EXPORT"

    /// The ending of a data file.
    package static func dataSuffix(_ format: TransferFormat) -> String { format == .ion ? ".ion.gz" : ".json.gz" }

    /// Whether a file's name says that its lines are Ion.
    package static func isIon(_ name: String) -> Bool {
        [".ion", ".ion.gz"].contains { name.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    private static let root = "AWSDynamoDB"

    /// What the keys of an export's manifests begin with.
    package static func key(of id: String, prefix: String?) -> String { "\(base(prefix))/\(id)" }

    /// The folder of an export's data files, as the beginning of their keys.
    package static func dataKey(of id: String, prefix: String?, isIncremental: Bool) -> String {
        "\(isIncremental ? base(prefix) : key(of: id, prefix: prefix))/\(dataFolder)"
    }

    private static func base(_ prefix: String?) -> String {
        guard let prefix, !prefix.isEmpty else { return root }
        return prefix.utf8.last == UInt8(ascii: "/") ? prefix + root : "\(prefix)/\(root)"
    }

    /// The file with a manifest's checksum.
    package static func checksumName(of manifest: String) -> String { manifest.dropLast(".json".count) + ".md5" }
}

/// A line of the manifest of files.
package struct ExportedFile: Sendable, Equatable {
    /// Its key in the bucket.
    package var key: String
    /// How many items it holds.
    package var itemCount: Int
    /// The digest of its bytes.
    package var md5: MD5Sum

    package init(key: String, itemCount: Int, md5: MD5Sum) {
        self.key = key
        self.itemCount = itemCount
        self.md5 = md5
    }

    /// The line, with its line feed.
    package var line: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("itemCount")
        writer.integer(itemCount)
        writer.name("md5Checksum")
        writer.string(md5.description)
        writer.name("etag")
        writer.string(md5.hex)
        writer.name("dataFileS3Key")
        writer.string(key)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

/// The manifest of an export.
package struct ExportSummary: Sendable {
    package var arn: String
    /// Times as they are written, in UTC.
    package var started: String
    package var ended: String
    package var tableArn: String
    package var tableId: String
    /// The moment that a full export shows.
    package var time: String?
    /// The stretch of time and the view of an incremental export.
    package var increment: (from: String, to: String, view: String)?
    package var bucket: String
    package var prefix: String?
    package var encryption: (algorithm: String?, keyId: String?)
    package var filesKey: String
    package var billedSizeBytes: Int
    package var itemCount: Int
    package var format: TransferFormat

    package init(
        arn: String, started: String, ended: String, tableArn: String, tableId: String, time: String?,
        increment: (from: String, to: String, view: String)?, bucket: String, prefix: String?,
        encryption: (algorithm: String?, keyId: String?), filesKey: String, billedSizeBytes: Int, itemCount: Int,
        format: TransferFormat
    ) {
        self.arn = arn
        self.started = started
        self.ended = ended
        self.tableArn = tableArn
        self.tableId = tableId
        self.time = time
        self.increment = increment
        self.bucket = bucket
        self.prefix = prefix
        self.encryption = encryption
        self.filesKey = filesKey
        self.billedSizeBytes = billedSizeBytes
        self.itemCount = itemCount
        self.format = format
    }

    private static let version = "2023-08-01"
    private static let fullVersion = "2020-06-30"

    /// The manifest's text.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        func text(_ name: StaticString, _ value: String?) {
            writer.name(name)
            if let value { writer.string(value) } else { writer.null() }
        }
        text("version", increment == nil ? Self.fullVersion : Self.version)
        text("exportArn", arn)
        text("startTime", started)
        text("endTime", ended)
        text("tableArn", tableArn)
        text("tableId", tableId)
        if let time { text("exportTime", time) }
        if let increment {
            text("exportFromTime", increment.from)
            text("exportToTime", increment.to)
        }
        text("s3Bucket", bucket)
        text("s3Prefix", prefix)
        text("s3SseAlgorithm", encryption.algorithm ?? "AES256")
        text("s3SseKmsKeyId", encryption.keyId)
        text("manifestFilesS3Key", filesKey)
        writer.name("billedSizeBytes")
        writer.integer(billedSizeBytes)
        writer.name("itemCount")
        writer.integer(itemCount)
        text("outputFormat", format.rawValue)
        if let increment { text("outputView", increment.view) }
        text("exportType", increment == nil ? ExportLayout.fullExport : ExportLayout.incrementalExport)
        writer.endObject()
        return writer.bytes
    }
}
