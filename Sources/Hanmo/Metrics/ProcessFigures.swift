#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the system says of this process.
struct ProcessFigures: Sendable {
    /// Nil where there is no `/proc`.
    let residentBytes: Int?
    let openFiles: Int?
    /// Nil where there is no limit.
    let fileLimit: Int?
    /// Of all threads, in user mode and in the kernel.
    let cpuMicroseconds: Int

    static func read() -> ProcessFigures {
        ProcessFigures(
            residentBytes: residentBytes(),
            openFiles: openFiles(),
            fileLimit: fileLimit(),
            cpuMicroseconds: cpuMicroseconds()
        )
    }

    /// The second number of `/proc/self/statm`, in pages (proc(5)).
    private static func residentBytes() -> Int? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var names = 0
        while readdir(folder) != nil { names += 1 }
        // Without `.`, `..` and the folder that is being read.
        return names - 3
    }

    private static func fileLimit() -> Int? {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return nil }
        // No limit is the largest number there is, which is none of ours.
        return Int(exactly: limit.rlim_cur)
    }

    /// `CLOCKS_PER_SEC` is a million wherever POSIX holds.
    private static func cpuMicroseconds() -> Int { Int(clock()) }
}
