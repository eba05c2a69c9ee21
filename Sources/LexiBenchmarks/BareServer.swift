import CLinux
import Glibc

/// The yardstick: the least that a server on epoll can do. It reads what came, counts the ends of request heads and
/// answers each with the same 500 bytes; it parses nothing, checks nothing and never closes a connection itself.
enum BareServer {
    /// The size of the whole answer, in bytes.
    static let answerSize = 500
    private static let eventsPerWait: Int32 = 256
    private static let readSize = 64 * 1024

    /// Serves until the process is ended; prints its port on standard output first.
    static func run(threads: Int) throws(BenchmarkError) {
        let listener = try Socket.listen()
        print(try Socket.port(of: listener))
        fflush(nil)
        for _ in 1..<max(threads, 1) {
            let thread = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
            pthread_create(
                thread, nil,
                { argument in
                    BareServer.serve(Int32(Int(bitPattern: argument)))
                    return nil
                }, UnsafeMutableRawPointer(bitPattern: Int(listener)))
        }
        serve(listener)
    }

    private static let answer: [UInt8] = {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        let bodySize = answerSize - head.utf8.count - "000\r\n\r\n".utf8.count
        head += "\(bodySize)\r\n\r\n"
        return Array(head.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: bodySize)
    }()

    private static func serve(_ listener: Int32) {
        let poll = epoll_create1(0)
        // Two threads can be woken for one connection: the second must not wait in accept for another one.
        _ = fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK)
        var event = epoll_event()
        // Both threads wait for the listener; only one is woken for a connection.
        event.events = EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue
        event.data.fd = listener
        epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)
        var events = [epoll_event](repeating: epoll_event(), count: Int(eventsPerWait))
        var buffer = [UInt8](repeating: 0, count: readSize)
        while true {
            let count = epoll_wait(poll, &events, eventsPerWait, -1)
            for index in 0..<Int(max(count, 0)) {
                let descriptor = events[index].data.fd
                if descriptor == listener {
                    accept(listener, into: poll)
                } else {
                    answerRequests(descriptor, &buffer)
                }
            }
        }
    }

    private static func accept(_ listener: Int32, into poll: Int32) {
        let connection = Glibc.accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Socket.setNoDelay(connection)
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = connection
        epoll_ctl(poll, EPOLL_CTL_ADD, connection, &event)
    }

    private static func answerRequests(_ connection: Int32, _ buffer: inout [UInt8]) {
        let received = recv(connection, &buffer, readSize, 0)
        guard received > 0 else {
            close(connection)
            return
        }
        var position = 3
        while position < received {
            if buffer[position] == 10, buffer[position - 1] == 13, buffer[position - 2] == 10 {
                _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
            }
            position += 1
        }
    }
}
