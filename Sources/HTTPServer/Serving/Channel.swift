/// Something that the kernel reports on: a connection, the listener, the wake-up descriptor.
class Channel {
    /// Called on the loop's thread with epoll's event bits.
    func ready(_ events: UInt32) {}
}
