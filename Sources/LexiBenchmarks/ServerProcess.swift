import Foundation
import Glibc

/// A server in a separate process, so that its use of the machine can be separated from that of the load.
final class ServerProcess {
    private let process: Process
    /// The port that it listens on.
    let port: UInt16
    /// The port of DynamoDB's protocol; the bare server answers everything on one.
    let tablePort: UInt16

    /// Starts `lexi serve` on a data folder, and waits for its first answer.
    ///
    /// - Parameter words: further settings.
    init(lexi: String, data: String, environment: [String: String], words: [String] = []) throws {
        (port, tablePort) = try Self.freePorts()
        process = Process()
        process.executableURL = URL(fileURLWithPath: lexi)
        process.arguments =
            [
                "serve", "--port", "\(port)", "--dynamodb-port", "\(tablePort)", "--data", data, "--log-level", "error",
                "--rate-limit", "0",
            ] + words
        process.environment = environment
        process.standardError = FileHandle.nullDevice
        try process.run()
        try waitForAnswer()
    }

    /// Starts the bare server.
    init(bareThreads threads: Int) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["bare", "\(threads)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.prefix(while: \.isNumber)) else {
            throw BenchmarkError("the bare server did not start")
        }
        self.port = port
        tablePort = port
    }

    /// Asks it to finish, and waits until it has.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Seconds of processor time that it has used so far.
    var processorTime: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        // The fields after the name, which is in parentheses and may hold anything: utime and stime are the 12th and
        // 13th.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Its resident memory in megabytes.
    var residentMegabytes: Double { megabytes("VmRSS:") }

    /// The part of its resident memory that is its own: what it maps of the table's file is the system's to take back.
    var ownMegabytes: Double { megabytes("RssAnon:") }

    private func megabytes(_ field: String) -> Double {
        let path = "/proc/\(process.processIdentifier)/status"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(field) } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) / 1024
    }

    private func waitForAnswer() throws {
        let deadline = LoadGenerator.now() + 10_000_000_000
        while LoadGenerator.now() < deadline {
            if let status = try? HTTPClient.request(port: port, "GET", "/health/live").status, status == 200 { return }
            guard process.isRunning else { throw BenchmarkError("lexi serve ended at its start") }
            usleep(500)
        }
        throw BenchmarkError("lexi serve did not answer within 10 seconds")
    }

    /// Two ports that were free a moment ago.
    private static func freePorts() throws -> (UInt16, UInt16) {
        let listeners = (try Socket.listen(), try Socket.listen())
        defer {
            close(listeners.0)
            close(listeners.1)
        }
        return (try Socket.port(of: listeners.0), try Socket.port(of: listeners.1))
    }
}

/// The little HTTP that preparing a benchmark takes: one request, one answer, one connection.
enum HTTPClient {
    /// Sends a request and reads the whole answer.
    static func request(
        port: UInt16, _ method: String, _ path: String, token: String? = nil, body: String? = nil
    ) throws -> (status: Int, body: [UInt8]) {
        let connection = try Socket.connect(port: port)
        defer { close(connection) }
        try Socket.send(head(method, path, token: token, body: body, keepAlive: false), on: connection)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(connection, &chunk, chunk.count, 0), count > 0 {
            answer += chunk[0..<count]
        }
        guard answer.count > 12, let status = Int(String(decoding: answer[9..<12], as: UTF8.self)) else {
            throw BenchmarkError("no answer to \(method) \(path)")
        }
        let end = answer.indices.dropFirst(3).first { answer[($0 - 3)...$0].elementsEqual([13, 10, 13, 10]) }
        return (status, end.map { Array(answer[($0 + 1)...]) } ?? [])
    }

    /// The bytes of a request.
    static func head(_ method: String, _ path: String, token: String?, body: String?, keepAlive: Bool = true) -> [UInt8]
    {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        if !keepAlive { text += "Connection: close\r\n" }
        if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        return Array((text + "\r\n" + (body ?? "")).utf8)
    }
}
