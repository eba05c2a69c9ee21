import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import EmbeddedDynamoDB
import Glibc
import HTTPServer
import LexiSchema
import TableStore

// Serves an empty table until its standard input ends, so that it never outlives the test that started it.
// Arguments: none, for a table in memory; its file (backups lie next to it); or an access key id and a
// secret. Prints its port. With LEXI_CHECKPOINT_FRAMES it copies its log after so many frames already, cuts it after
// ten times as many, and prints a line for each time.

let arguments = CommandLine.arguments.dropFirst()
let credentials =
    arguments.count == 2
    ? [AWSCredentials(accessKeyID: arguments[1], secretAccessKey: arguments[2])] : []
var random = SystemRandomNumberGenerator()
var options = TableEngine.Options()
options.keepsMetrics = true
if arguments.count == 1 {
    options.backupFolder = arguments[1] + ".backups"
    options.exportFolder = arguments[1] + ".exports"
}
if let frames = getenv("LEXI_CHECKPOINT_FRAMES").flatMap({ Int(String(cString: $0)) }) {
    options.checkpointFrames = frames
    options.logFramesBeforeCut = frames * 10
    options.onCheckpoint = { event in
        // Not by the library's streams: a flush of all waits for the one that is read below.
        let line = Array("\(event)\n".utf8)
        _ = write(STDOUT_FILENO, line, line.count)
    }
}
let engine =
    try arguments.count == 1
    ? TableEngine.open(path: arguments[1], options: options) : TableEngine.inMemory(options: options)
let responder = EndpointResponder(
    table: engine, configuration: try EndpointConfiguration(host: "127.0.0.1", credentials: credentials),
    seed: random.next(), clock: { Timestamp(clamping: time(nil)) }, metrics: engine.metrics,
    policies: [RolePolicy(roleName: "lexi-service", policyName: "lexi-table", document: SchemaDocuments.policy)])
var http = HTTPConfiguration(loops: 2)
http.limits = EndpointResponder.limits
let listener = HTTPListener(configuration: http, responder: responder)
let port = try listener.start()
print(port)
fflush(nil)
while getchar() != EOF {}
await listener.shutdown(grace: .seconds(1))
await engine.close()
