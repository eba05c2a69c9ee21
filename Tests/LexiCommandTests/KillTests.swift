import Glibc
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct KillTests {
        private static let learners = 8
        private static let rounds = 4

        /// Whatever the service had acknowledged when it was killed under load is there after the next start, exactly;
        /// the change that each client was waiting for is there as a whole or not at all. (What a power cut leaves is
        /// shown by the engine's crash images: `kill -9` loses nothing that the kernel has.)
        @Test func acknowledgedWritesOutliveKill() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                var random = SeededGenerator(seed: 20)
                var serving = try await Serving.start(
                    data: data, ["--seed", Places.fixtures, "--log-level", "error"], in: folder)
                let port = serving.port
                let crew = try (0..<Self.learners).map { Crew(try Learner("learner\($0)", seed: UInt64($0 + 1))) }
                for member in crew { try await blocking { try member.learner.register(port: port) } }
                for round in 1...Self.rounds {
                    try await Self.work(crew, serving, killAfter: random.int(60...400))
                    #expect(try await serving.process.wait() == .killed(SIGKILL))
                    let check = try await lexi(["table", "check", "--data", data], in: folder)
                    #expect(check.end == .exited(0), "round \(round): \(check.output)\(check.errors)")
                    try await Audit(data: data).expectWhole()
                    serving = try await Serving.start(data: data, ["--log-level", "error"], in: folder)
                    try await Self.verify(crew, serving.port)
                }
                #expect(crew.allSatisfy { $0.learner.cards.count > 0 && $0.learner.reviews > 0 })
                #expect(crew.contains { !$0.learner.deletedWords.isEmpty })
                #expect(crew.contains { $0.learner.sessions.contains { $0.contents.count > 1 } })
                #expect(try await serving.stop() == .exited(0))
                try await Audit(data: data).expectWhole()
            }
        }

        /// A learner is used by one thread after the other.
        private final class Crew: @unchecked Sendable {
            let learner: Learner
            init(_ learner: Learner) { self.learner = learner }
        }

        /// Lets all work at once, and kills the service after so many acknowledged changes.
        private static func work(_ crew: [Crew], _ serving: Serving, killAfter limit: Int) async throws {
            let (process, port) = (serving.process, serving.port)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let count = Counted()
                for member in crew {
                    group.addTask {
                        try await blocking {
                            try member.learner.work(port: port) {
                                if count.increment() == limit { process.signal(SIGKILL) }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        private final class Counted: Sendable {
            private let value = Atomic<Int>(0)
            func increment() -> Int { value.add(1, ordering: .relaxed).newValue }
        }

        private static func verify(_ crew: [Crew], _ port: UInt16) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for member in crew {
                    group.addTask { try await blocking { try member.learner.verify(port: port) } }
                }
                try await group.waitForAll()
            }
        }
    }
}
