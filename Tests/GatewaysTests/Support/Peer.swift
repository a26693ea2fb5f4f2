import Foundation
import JSON
import NIOCore
import NIOPosix
import Testing

/// The public libraries for Python as counter-parties: one process for each act, which ends with it.
enum Peer {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Tells the process what to do and returns what it answers.
    ///
    /// - Parameter act: the name of a function in `peers.py`.
    static func does(
        _ act: String,
        _ told: KeyValuePairs<String, JSON>
    ) async throws -> JSON {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let package = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
        let python = package.appendingPathComponent(".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Failed(description: "\(python.path) is not there; scripts/test-environment makes it")
        }
        var json = JSONWriter()
        json.value(JSON.object([JSON.Member("act", .string(act))] + told.map { JSON.Member($0.key, $0.value) }))

        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = python
        process.arguments = [here.appendingPathComponent("peers.py").path]
        process.environment = ["PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1"]
        process.standardInput = input
        process.standardOutput = output
        // Not `waitUntilExit`, which would keep a thread that other tests need.
        let ended = NIOSingletons.posixEventLoopGroup.next().makePromise(of: Int32.self)
        process.terminationHandler = { ended.succeed($0.terminationStatus) }
        try process.run()
        // It ends when its input does, so a process of ours that is killed leaves none behind.
        try input.fileHandleForWriting.write(contentsOf: Data(json.bytes))
        try input.fileHandleForWriting.close()
        let reader = output.fileHandleForReading
        let said: Data = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: reader.readDataToEndOfFile()) }.start()
        }
        let status = try await ended.futureResult.get()
        guard status == 0 else { throw Failed(description: "\(act) ended with status \(status)") }
        return try JSON(parsing: said)
    }
}
