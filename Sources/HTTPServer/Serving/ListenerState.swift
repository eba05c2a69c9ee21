import Synchronization

/// What all connections of a listener share.
final class ListenerState: Sendable {
    let configuration: HTTPConfiguration
    let responder: any HTTPResponder
    let bodies: BodyBudget
    let output: OutputBudget
    private let onEvent: @Sendable (HTTPServerEvent) -> Void
    private let draining = Atomic<Bool>(false)
    private let open = Atomic<Int>(0)
    private let onClose = Mutex<[@Sendable () -> Void]>([])
    private let onEmpty = Mutex<(@Sendable () -> Void)?>(nil)
    private let closeIsAwaited = Atomic<Bool>(false)

    init(
        _ configuration: HTTPConfiguration, _ responder: any HTTPResponder,
        _ onEvent: @escaping @Sendable (HTTPServerEvent) -> Void
    ) {
        self.configuration = configuration
        self.responder = responder
        bodies = BodyBudget(limit: configuration.limits.bufferedBodyBytes)
        output = configuration.output ?? OutputBudget(limit: configuration.limits.outputBytes)
        self.onEvent = onEvent
    }

    func report(_ event: HTTPServerEvent) { onEvent(event) }

    /// Whether the server is shutting down: each answer is its connection's last.
    var isDraining: Bool { draining.load(ordering: .relaxed) }
    func startDraining() { draining.store(true, ordering: .sequentiallyConsistent) }

    /// Open connections, counted from accept to close.
    var openConnections: Int { open.load(ordering: .sequentiallyConsistent) }
    func connectionOpened() { open.add(1, ordering: .sequentiallyConsistent) }

    func connectionClosed() {
        let left = open.subtract(1, ordering: .sequentiallyConsistent).newValue
        if left == 0, isDraining { notifyEmpty() }
        if closeIsAwaited.load(ordering: .sequentiallyConsistent) { notifyClose() }
    }

    /// Calls `action` once, after the next close.
    func awaitClose(_ action: @escaping @Sendable () -> Void) {
        onClose.withLock { $0.append(action) }
        closeIsAwaited.store(true, ordering: .sequentiallyConsistent)
    }

    /// Calls `action` once, when draining has begun and no connection is open.
    func whenEmpty(_ action: @escaping @Sendable () -> Void) {
        onEmpty.withLock { $0 = action }
        if openConnections == 0 { notifyEmpty() }
    }

    private func notifyEmpty() {
        let action = onEmpty.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
    }

    private func notifyClose() {
        closeIsAwaited.store(false, ordering: .sequentiallyConsistent)
        let actions = onClose.withLock { actions in
            defer { actions = [] }
            return actions
        }
        for action in actions { action() }
    }
}
