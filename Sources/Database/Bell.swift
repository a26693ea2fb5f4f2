#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Wakes a thread that waits for sockets.
final class Bell: Sendable {
    /// Has something to read once the bell was rung.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw DatabaseError.io(String(cString: strerror(errno))) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func ring() {
        // A full pipe rings as well.
        _ = write(writeEnd, [1], 1)
    }

    /// Takes note of the rings so far.
    func silence() {
        var rung = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &rung, rung.count) > 0 {}
    }

    /// Waits for the bell or for something to read on `socket` (-1: none).
    ///
    /// - Parameter milliseconds: -1 waits as long as it takes.
    /// - Returns: True where `socket` has something.
    func wait(for socket: Int32, atMost milliseconds: Int32) -> Bool {
        var sources = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&sources, nfds_t(sources.count), milliseconds)
        silence()
        return sources[1].revents != 0
    }
}
