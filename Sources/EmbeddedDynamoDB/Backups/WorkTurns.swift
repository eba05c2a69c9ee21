/// Lets so many works run at a time, the others after them in the order in which they came, so that what runs in the
/// background leaves threads to reads.
actor WorkTurns {
    private let most: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isOver = false

    init(most: Int) { self.most = most }

    /// Waits for a turn, which ``leave()`` gives back.
    func enter() async {
        guard running >= most, !isOver else {
            running += 1
            return
        }
        // The one that leaves hands its turn on.
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
    }

    /// Lets all go on at once, for the end: they are to see that they have to stop.
    func end() {
        isOver = true
        running += waiting.count
        for waiter in waiting { waiter.resume() }
        waiting = []
    }
}
