#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Lets this process have as many open files as the system grants it.
///
/// Every connection is one. Service managers start programs with 1,024, which is for those that still count them in
/// bits, and grant many more to whoever asks.
func raiseFileLimit() {
    #if canImport(Glibc)
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    let files = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    // Where it is refused, we go on with what we have.
    _ = setrlimit(files, &limit)
}
