import Glibc
import Synchronization
import TestSupport
import Testing

/// Two services on one table at an endpoint: three processes, each of which can be killed, and between them a network
/// that loses answers.
final class HarmedServices: Sendable {
    private struct Processes {
        var endpoint: LexiProcess
        var services: [Serving]
    }

    private static let callsPerKill = 5

    private let calls = Atomic(0)
    private let hasEnded = Atomic(false)
    private let due = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let folder: TemporaryFolder
    private let endpointPort: UInt16
    private let proxy: HostileProxy
    private let harm: Harm
    private let processes: Mutex<Processes>

    private init(
        _ folder: TemporaryFolder, _ endpointPort: UInt16, _ proxy: HostileProxy, _ harm: Harm, _ processes: Processes
    ) {
        self.folder = folder
        self.endpointPort = endpointPort
        self.proxy = proxy
        self.harm = harm
        self.processes = Mutex(processes)
    }

    /// Starts everything, and makes the table.
    static func start(in folder: TemporaryFolder) async throws -> HarmedServices {
        let port = try WebClient.keptPort()
        let endpoint = try await EndpointProcess.start(port, in: folder)
        let harm = Harm()
        let proxy = try HostileProxy(target: port) { harm.fault($0) }
        let made = try await lexi(
            ["table", "create", "--table-endpoint", "http://127.0.0.1:\(port)"],
            environment: EndpointProcess.environment, in: folder)
        guard made.end == .exited(0) else { throw HelperError(made.errors) }
        let services = [
            try await service(0, proxy.port, in: folder), try await service(1, proxy.port, in: folder),
        ]
        return HarmedServices(folder, port, proxy, harm, Processes(endpoint: endpoint, services: services))
    }

    private static func service(_ number: Int, _ port: UInt16, in folder: TemporaryFolder) async throws -> Serving {
        try await Serving.start(
            data: folder.file("service-\(number)"),
            ["--table-endpoint", "http://127.0.0.1:\(port)", "--log-level", "error"],
            environment: EndpointProcess.environment, in: folder)
    }

    /// Where a service listens: elsewhere after each start.
    func port(of service: Int) -> UInt16 { processes.withLock { $0.services[service].port } }

    /// Whether the network does harm.
    var isHarming: Bool {
        get { harm.isOn.withLock { $0 } }
        set { harm.isOn.withLock { $0 = newValue } }
    }

    /// How many answers were lost after the table had done what was asked.
    var lost: Int { harm.lost.load(ordering: .relaxed) }

    /// Takes note of a call that is about to be made: every few calls something is killed while they are under way.
    func noteCall() {
        let number = calls.wrappingAdd(1, ordering: .relaxed).newValue
        if number % Self.callsPerKill == 0 { due.continuation.yield() }
    }

    /// No more calls come: ``killWhenDue(seed:)`` ends.
    func endCalls() {
        hasEnded.store(true, ordering: .relaxed)
        due.continuation.finish()
    }

    /// Kills a process and starts it again, one after the other, whenever enough calls were made.
    ///
    /// - Returns: how many were killed.
    func killWhenDue(seed: UInt64) async throws -> Int {
        var random = SeededGenerator(seed: seed)
        var kills = 0
        for await _ in due.stream where !hasEnded.load(ordering: .relaxed) {
            let pause = random.int(1...60)
            try await Task.sleep(for: .milliseconds(pause))
            try await kill(random.int(0...2))
            kills += 1
        }
        return kills
    }

    private func kill(_ number: Int) async throws {
        let process = processes.withLock { number == 2 ? $0.endpoint : $0.services[number].process }
        process.signal(SIGKILL)
        #expect(try await process.wait() == .killed(SIGKILL))
        if number == 2 {
            let endpoint = try await EndpointProcess.start(endpointPort, in: folder)
            processes.withLock { $0.endpoint = endpoint }
        } else {
            let service = try await Self.service(number, proxy.port, in: folder)
            processes.withLock { $0.services[number] = service }
        }
    }

    /// Ends everything as an operator does.
    func stop() async throws {
        let (endpoint, services) = processes.withLock { ($0.endpoint, $0.services) }
        for service in services { #expect(try await service.stop() == .exited(0)) }
        proxy.stop()
        endpoint.signal(SIGTERM)
        #expect(try await endpoint.wait() == .exited(0))
    }
}

/// What happens to the requests of services while it is on.
private final class Harm: Sendable {
    let isOn = Mutex(false)
    let lost = Atomic(0)

    /// Single answers get lost, and now and then so many in a row that the services give up. Between them more requests
    /// get through than one upload of reviews makes, and more than the retries take: else the services would have no
    /// retry left, and no upload would ever come to its end.
    func fault(_ number: Int) -> HostileProxy.Fault {
        guard isOn.withLock({ $0 }) else { return .pass }
        if number % 240 >= 232 || number % 151 == 67 {
            lost.wrappingAdd(1, ordering: .relaxed)
            return .dropAnswer
        }
        return number % 151 == 17 ? .resetBefore : number % 151 == 117 ? .error503After : .pass
    }
}
