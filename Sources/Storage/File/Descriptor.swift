import CXattr
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An open file or folder, and all that is asked of the operating system; closed when nobody holds it any more.
///
/// Names are looked up relative to an open folder and links are never followed, so that nothing that is put or swapped
/// inside the storage's folder leads outside of it. Every call may wait for the disk: to be used on ``Workers``.
final class Descriptor: Sendable {
    /// What the operating system knows of a file.
    struct Status: Equatable, Sendable {
        let isFile: Bool
        let sizeBytes: Int
        let modifiedAtNanoseconds: Int
        /// The file's number on its file system.
        let number: UInt64
        /// How many names lead to it; none once it was removed.
        let names: Int
    }

    struct Entry: Sendable {
        let name: String
        let isFolder: Bool
    }

    private let number: Int32
    /// What it is, for messages.
    private let label: String

    private init(_ number: Int32, _ label: String) {
        self.number = number
        self.label = label
    }

    deinit {
        close(number)
    }

    /// Lets go of all that a file holds, where that is possible.
    func empty() {
        _ = ftruncate(number, 0)
    }

    // MARK: Opening

    /// Opens a folder by its path, which may lead over links, and makes it (and what is above it) where it is not
    /// there.
    static func folder(at path: String) throws(StorageError) -> Descriptor {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            // As a string: a start would look up whether its kind of piece is a collection.
            made += String(part)
            if mkdir(made, Mode.folder) != 0, errno != EEXIST, errno != EISDIR {
                throw .system(errno, "make \(made)")
            }
            made += "/"
        }
        return Descriptor(try opened("open \(path)") { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }, path)
    }

    /// Opens a file by its path for reading, links included: for files that are none of ours.
    static func file(at path: String) throws(StorageError) -> Descriptor {
        // A named pipe would otherwise wait for somebody to write.
        let number = try opened("open \(path)") { open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        return Descriptor(number, path)
    }

    /// Opens a folder inside this one; nil where there is none.
    func folder(_ name: String) throws(StorageError) -> Descriptor? {
        let label = "\(label)/\(name)"
        let found = retrying { openat(number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        guard found < 0 else { return Descriptor(found, label) }
        switch errno {
        case ENOENT: return nil
        case ELOOP, ENOTDIR: throw .denied("\(label) is no folder of its own; links are not followed")
        default: throw .system(errno, "open \(label)")
        }
    }

    /// Opens a folder inside this one; where there is none, makes it and sees to it that it lasts.
    func folderMaking(_ name: String) throws(StorageError) -> Descriptor {
        if let folder = try folder(name) { return folder }
        if mkdirat(number, name, Mode.folder) != 0, errno != EEXIST { throw .system(errno, "make \(label)/\(name)") }
        try sync()
        guard let folder = try folder(name) else { throw .system(ENOENT, "open \(label)/\(name)") }
        return folder
    }

    /// Opens a file inside this folder for reading; nil where there is none.
    func file(_ name: String) throws(StorageError) -> Descriptor? {
        let label = "\(label)/\(name)"
        let found = retrying { openat(number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard found < 0 else { return Descriptor(found, label) }
        switch errno {
        case ENOENT: return nil
        case ELOOP: throw .denied("\(label) is a link; links are not followed")
        default: throw .system(errno, "open \(label)")
        }
    }

    /// Makes a file inside this folder that was not there before, for writing.
    func makeFile(_ name: String) throws(StorageError) -> Descriptor {
        let label = "\(label)/\(name)"
        let made = try Descriptor.opened("make \(label)") {
            openat(number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Mode.file)
        }
        return Descriptor(made, label)
    }

    // MARK: Files

    /// Writes all of the bytes where the last ones ended.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Glibc)
            let count = retrying { Glibc.write(number, rest.baseAddress!, rest.count) }
            #else
            let count = retrying { Darwin.write(number, rest.baseAddress!, rest.count) }
            #endif
            guard count >= 0 else { throw .system(errno, "write \(label)") }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    /// Reads the bytes at those offsets.
    ///
    /// - Errors: `io` where the file ends before.
    func read(_ offsets: Range<Int>) throws(StorageError) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: offsets.count)
        while buffer.readableBytes < offsets.count {
            let done = buffer.readableBytes
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: offsets.count - done) { space in
                max(retrying { pread(number, space.baseAddress!, offsets.count - done, offsets.lowerBound + done) }, 0)
            }
            guard count > 0 else { throw .io("read \(label): it is shorter than it was, or unreadable") }
        }
        return buffer
    }

    /// Sees to it that what was written (into a folder: which names it has) lasts.
    func sync() throws(StorageError) {
        guard retrying({ fsync(number) }) == 0 else { throw .system(errno, "fsync \(label)") }
    }

    func status() throws(StorageError) -> Status {
        var raw = stat()
        guard fstat(number, &raw) == 0 else { throw .system(errno, "stat \(label)") }
        return Status(raw)
    }

    /// Marks the file as one that a living process works on; false where another one has done so.
    func lock() -> Bool {
        retrying { flock(number, LOCK_EX | LOCK_NB) } == 0
    }

    /// A text kept beside the file's content; nil where there is none or the file system keeps none.
    func attribute(_ name: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Descriptor.attributeLimitBytes)
        let count = hanmo_get_attribute(number, name, &bytes, bytes.count)
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }

    /// Keeps a text beside the file's content, where the file system can.
    func setAttribute(_ name: String, _ value: String) {
        let bytes = Array(value.utf8)
        _ = hanmo_set_attribute(number, name, bytes, bytes.count)
    }

    // MARK: Folders

    /// What is known of a file inside this folder, links not followed; nil where there is none.
    func status(of name: String) throws(StorageError) -> Status? {
        var raw = stat()
        if fstatat(number, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 { return Status(raw) }
        if errno == ENOENT { return nil }
        throw .system(errno, "stat \(label)/\(name)")
    }

    /// Gives a file of another folder a name in this one, replacing what has it.
    func take(_ name: String, from folder: Descriptor, as newName: String) throws(StorageError) {
        guard renameat(folder.number, name, number, newName) == 0 else {
            throw .system(errno, "rename to \(label)/\(newName)")
        }
    }

    /// Removes a file from this folder; false where there is none.
    func remove(_ name: String) throws(StorageError) -> Bool {
        if unlinkat(number, name, 0) == 0 { return true }
        // A folder is no object either.
        if errno == ENOENT || errno == EISDIR { return false }
        throw .system(errno, "remove \(label)/\(name)")
    }

    /// The files and folders inside this folder, in no order; links and other things are left out.
    func entries() throws(StorageError) -> [Entry] {
        // A description of its own, so that two readers don't share a position.
        let own = try Descriptor.opened("open \(label)") { openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(own) else {
            let reason = errno
            close(own)
            throw .system(reason, "open \(label)")
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            switch Int32(entry.pointee.d_type) {
            case Int32(DT_REG): entries.append(Entry(name: name, isFolder: false))
            case Int32(DT_DIR): entries.append(Entry(name: name, isFolder: true))
            case Int32(DT_UNKNOWN):
                var raw = stat()
                guard fstatat(number, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 else { break }
                let kind = raw.st_mode & S_IFMT
                if kind == S_IFREG || kind == S_IFDIR { entries.append(Entry(name: name, isFolder: kind == S_IFDIR)) }
            default: break
            }
            errno = 0
        }
        guard errno == 0 else { throw .system(errno, "list \(label)") }
        return entries.filter { $0.name != "." && $0.name != ".." }
    }

    /// Whether this folder takes new files now.
    ///
    /// - Errors: `denied` where it may not be written to, `full` where nothing is left.
    func checkWritable() throws(StorageError) {
        guard try status().names > 0 else { throw .io("\(label) was removed") }
        guard faccessat(number, ".", R_OK | W_OK | X_OK, 0) == 0 else { throw .system(errno, "write to \(label)") }
        var space = statvfs()
        guard fstatvfs(number, &space) == 0 else { throw .system(errno, "look at \(label)") }
        guard space.f_bavail > 0 else { throw .system(ENOSPC, "write to \(label)") }
    }

    private static func opened(_ act: String, _ call: () -> Int32) throws(StorageError) -> Int32 {
        let number = retrying(call)
        guard number >= 0 else { throw .system(errno, act) }
        return number
    }

    /// Nobody but the service's own user reads what its users made.
    private enum Mode {
        static let folder: mode_t = 0o700
        static let file: mode_t = 0o600
    }

    /// More than the only text that is kept needs.
    private static let attributeLimitBytes = 256
}

extension Descriptor.Status {
    fileprivate init(_ raw: stat) {
        #if canImport(Darwin)
        let modified = raw.st_mtimespec
        #else
        let modified = raw.st_mtim
        #endif
        isFile = raw.st_mode & S_IFMT == S_IFREG
        sizeBytes = Int(raw.st_size)
        modifiedAtNanoseconds = Int(modified.tv_sec) * 1_000_000_000 + Int(modified.tv_nsec)
        number = UInt64(raw.st_ino)
        names = Int(raw.st_nlink)
    }
}

/// Repeats a call that a signal interrupted.
private func retrying<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

extension StorageError {
    /// What an error number of the operating system means here.
    fileprivate static func system(_ number: Int32, _ act: String) -> StorageError {
        let reason = "cannot \(act): \(String(cString: strerror(number)))"
        return switch number {
        // A file system's own limit on a file's size is room that is missing, too.
        case ENOSPC, EDQUOT, EFBIG: .full(reason)
        case EACCES, EPERM, EROFS: .denied(reason)
        default: .io(reason)
        }
    }
}
