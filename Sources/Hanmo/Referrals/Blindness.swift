import Logging
import Synchronization

/// Tells whoever runs the site, once, that it can't see from where people come.
final class Blindness: Sendable {
    private let logger: Logger
    /// True once it was told, and from the start where it is to be expected.
    private let isTold: Mutex<Bool>

    /// - Parameter isExpected: during development everybody comes from this machine.
    init(isExpected: Bool, logger: Logger) {
        isTold = Mutex(isExpected)
        self.logger = logger
    }

    /// A referral came from an address that says nothing of where somebody is.
    func tell() {
        let isFirst = isTold.withLock { isTold in
            defer { isTold = true }
            return !isTold
        }
        guard isFirst else { return }
        logger.warning(
            """
            a referral came from an address of a private network, which tells nobody from anybody else: where people \
            bring themselves for rewards nobody will see it; if a proxy stands before this server, name it in \
            HANMO_TRUSTED_PROXIES
            """
        )
    }
}
