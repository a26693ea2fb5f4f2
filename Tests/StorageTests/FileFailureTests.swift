import FakesForTests
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Storage

/// What goes wrong with files, and what is left behind: nothing.
@Suite(.timeLimit(.minutes(2)))
struct FileFailureTests {
    @Test func `links are not followed out of the folder, neither to read nor to write nor to delete`() async throws {
        try await withFolder { outside in
            try outside.write("secret", to: "secret.txt")
            try await withFiles { storage, folder in
                let links = FileManager.default
                try links.createSymbolicLink(
                    atPath: folder.path("a.txt"),
                    withDestinationPath: outside.path("secret.txt")
                )
                try links.createSymbolicLink(atPath: folder.path("images"), withDestinationPath: outside.path)

                for key: ObjectKey in ["a.txt", "images/secret.txt"] {
                    #expect(kind(await failure { try await storage.info(of: key) }) == "denied")
                    #expect(kind(await failure { try await storage.open(key) }) == "denied")
                }
                #expect(kind(await failure { try await storage.put("x", at: "images/secret.txt") }) == "denied")
                #expect(kind(await failure { try await storage.delete("images/secret.txt") }) == "denied")
                // A link in the place of an object is replaced or removed itself.
                try await storage.put("mine", at: "a.txt")
                #expect(try await storage.text("a.txt") == "mine")
                #expect(try outside.read("secret.txt") == "secret")
                #expect(try outside.files() == ["secret.txt"])
            }
        }
    }

    @Test func `the storage's own folder may be a link`() async throws {
        try await withFolder { outer in
            let link = outer.path("link")
            try outer.write("x", to: "real/.keep")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real")
            let storage = try Storage("file:\(link)")

            try await storage.put("x", at: "a")

            #expect(try outer.read("real/a") == "x")
        }
    }

    @Test func `a named pipe in the place of an object is none, and nobody waits for it`() async throws {
        try await withFiles { storage, folder in
            #expect(mkfifo(folder.path("a"), 0o600) == 0)

            #expect(await failure { try await storage.open("a") } == .notFound("a"))
            let keys = try await storage.keys()
            #expect(keys == [])
        }
    }

    @Test func `a source that fails leaves the old object and no other file`() async throws {
        try await withFiles { storage, folder in
            try await storage.put("old", at: "a")

            await #expect(throws: Mishap()) {
                try await storage.put(Chunks(.filling(1 << 20), .fail(Mishap())), at: "a")
            }
            await #expect(throws: Mishap()) {
                try await storage.put(Chunks(.fail(Mishap())), at: "b")
            }

            #expect(try await storage.text("a") == "old")
            #expect(try folder.files() == ["a"])
        }
    }

    @Test func `a cancelled writer leaves nothing`() async throws {
        try await withFiles { storage, folder in
            let (begun, never) = (Gate(), Gate())
            let task = Task {
                await failure {
                    try await storage.put(Chunks(.filling(1 << 20), .open(begun), .wait(never), .chunk("x")), at: "a")
                }
            }
            await begun.isOpened()

            task.cancel()
            never.open()

            #expect(await task.value == .cancelled)
            let files = try folder.files()
            #expect(files == [])
        }
    }

    @Test func `an object longer than allowed is refused while it comes`() async throws {
        var options = Storage.Options()
        options.limits.objectBytes = 10
        options.limits.chunkBytes = 4
        try await withFiles(options) { storage, folder in
            let error = await failure {
                try await storage.put(Chunks(.chunk("12345678"), .chunk("123"), .fail(Mishap())), at: "a")
            }

            #expect(error == .tooLarge(limitBytes: 10))
            #expect(try folder.files() == [])
            try await storage.put("1234567890", at: "a")
            #expect(
                await failure { try await storage.open("a").body.collect(limitBytes: 9) } == .tooLarge(limitBytes: 9)
            )
        }
    }

    @Test func `what a killed process left is swept at the next start, what a living one writes is not`() async throws {
        try await withFiles { first, folder in
            let (begun, held) = (Gate(), Gate())
            let writing = Task {
                try await first.put(Chunks(.filling(1 << 20), .open(begun), .wait(held), .chunk("end")), at: "a")
            }
            await begun.isOpened()
            // As `kill -9` leaves it: begun, never renamed, its lock gone with the process.
            try folder.write("half", to: ".incoming/new-0123")

            let second = try Storage("file:\(folder.path)")

            let left = try folder.files()
            #expect(left.count == 1)
            #expect(left != [".incoming/new-0123"])
            held.open()
            #expect(try await writing.value.sizeBytes == 1 << 20 + 3)
            #expect(try await second.info(of: "a").sizeBytes == 1 << 20 + 3)
            #expect(try folder.files() == ["a"])
        }
    }

    @Test func `an object that shrinks while it is read fails instead of ending early`() async throws {
        var options = Storage.Options()
        options.limits.chunkBytes = 4
        try await withFiles(options) { storage, folder in
            try await storage.put("abcdefgh", at: "a")
            var iterator = try await storage.open("a").body.makeAsyncIterator()
            _ = try await iterator.next()

            #expect(truncate(folder.path("a"), 5) == 0)

            let error = await failure { try await iterator.next() }
            #expect(kind(error) == "io")
        }
    }

    @Test func `a storage whose threads are gone says so`() async throws {
        var options = Storage.Options()
        options.threads = NIOThreadPool(numberOfThreads: 1)
        options.threads.start()
        try await withFiles(options) { storage, _ in
            try await storage.put("x", at: "a")

            try await options.threads.shutdownGracefully()

            #expect(await failure { try await storage.info(of: "a") } == .closed)
            #expect(await failure { try await storage.put("x", at: "b") } == .closed)
        }
    }

    @Test func `a ping does not wait for a disk that hangs`() async throws {
        var options = Storage.Options()
        options.threads = NIOThreadPool(numberOfThreads: 1)
        options.threads.start()
        options.limits.pingTimeout = .milliseconds(10)
        try await withFiles(options) { storage, _ in
            let (busy, lock) = (Gate(), DispatchSemaphore(value: 0))
            options.threads.submit { _ in
                busy.open()
                lock.wait()
            }
            await busy.isOpened()

            let error = await failure { try await storage.ping() }

            #expect(kind(error) == "timeout")
            lock.signal()
            try await options.threads.shutdownGracefully()
        }
    }

    @Test func `a folder that was removed does not answer a ping`() async throws {
        try await withFiles { storage, folder in
            try FileManager.default.removeItem(atPath: folder.path)

            #expect(kind(await failure { try await storage.ping() }) == "io")
        }
    }

    @Test(arguments: ["file:/dev/null/files", "file:/proc/nothing/files"])
    func `a folder that can't be made is refused at the start`(_ url: String) async {
        let error = await failure { try Storage(url) }

        #expect(["io", "denied"].contains(kind(error)))
    }

    @Test(.enabled("mounting needs root") { await SmallDisk.isPossible })
    func `a full disk is told as such, nothing is left, and what fits is still taken`() async throws {
        try await SmallDisk.with { disk in
            let storage = try Storage("file:\(disk.path("files"))")
            try await storage.put("old", at: "images/a.png")

            let error = await failure { try await storage.put(Chunks(.filling(3 << 20)), at: "images/a.png") }

            #expect(kind(error) == "full")
            #expect(try disk.files() == ["files/images/a.png"])
            #expect(try await storage.text("images/a.png") == "old")
            try await storage.put("new", at: "images/a.png")
            try await storage.ping()
        }
    }

    @Test(.enabled("mounting needs root") { await SmallDisk.isPossible })
    func `a ping tells that nothing is left on the disk`() async throws {
        try await SmallDisk.with { disk in
            let storage = try Storage("file:\(disk.path("files"))")
            let filler = try #require(fopen(disk.path("filler"), "w"))
            setvbuf(filler, nil, _IONBF, 0)
            while fwrite([UInt8](repeating: 1, count: 4_096), 1, 4_096, filler) == 4_096 {}
            fclose(filler)

            #expect(kind(await failure { try await storage.ping() }) == "full")
        }
    }

    @Test(.enabled("mounting needs root") { await SmallDisk.isPossible })
    func `a disk that may only be read is told as such, and reading goes on`() async throws {
        try await SmallDisk.with { disk in
            let storage = try Storage("file:\(disk.path("files"))")
            try await storage.put("old", at: "a")

            try await SmallDisk.run("mount", "-o", "remount,ro", disk.path)

            #expect(kind(await failure { try await storage.put("new", at: "a") }) == "denied")
            #expect(kind(await failure { try await storage.delete("a") }) == "denied")
            #expect(kind(await failure { try await storage.ping() }) == "denied")
            #expect(try await storage.text("a") == "old")
        }
    }
}

/// A disk of 2 MiB in memory.
enum SmallDisk {
    /// Whether this process may mount one; tried out, since root in a container may not.
    static var isPossible: Bool {
        get async { await attempt.value }
    }

    private static let attempt = Task {
        do {
            try await with { _ in }
            return true
        } catch {
            return false
        }
    }

    static func with(_ body: (Folder) async throws -> Void) async throws {
        try await withFolder { folder in
            try await run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(folder))
            } catch {
                result = .failure(error)
            }
            // Lazily, because a body that failed may still hold a file.
            try await run("umount", "-l", folder.path)
            try result.get()
        }
    }

    static func run(_ command: String...) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        // Not `waitUntilExit`, which would keep a thread that other tests need.
        let ended = Gate()
        process.terminationHandler = { _ in ended.open() }
        try process.run()
        await ended.isOpened()
        guard process.terminationStatus == 0 else { throw Mishap(name: command.joined(separator: " ")) }
    }
}
