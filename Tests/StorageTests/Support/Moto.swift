import AsyncHTTPClient
import FakesForTests
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing
import Wire

@testable import Storage

/// A real S3 server, moto's from PyPI, with a user whose signatures it checks and an empty bucket.
final class Moto: Sendable {
    @TaskLocal static var current: Moto?

    let base: String
    let client: HTTPClient
    let credentials: S3Credentials
    private let process: ServerProcess

    private init(_ process: ServerProcess, base: String, client: HTTPClient, credentials: S3Credentials) {
        self.process = process
        self.base = base
        self.client = client
        self.credentials = credentials
    }

    /// Runs `body` while the server runs, and stops it whatever happens; it also ends when this process is killed.
    static func with(_ body: @Sendable () async throws -> Void) async throws {
        let process = try ServerProcess.start()
        let client = Storage.client(on: NIOSingletons.posixEventLoopGroup, connectTimeout: .seconds(60))
        let result: Result<Void, any Error>
        do {
            let base = try await process.address()
            let user = try await makeUser(base, client)
            let moto = Moto(process, base: base, client: client, credentials: user)
            let storage = S3Client.Call(method: .PUT, path: "/\(bucket)", act: "make the bucket")
            _ = try await moto.requests().send(storage, within: .seconds(60))
            try await moto.checkSignatures(true)
            result = .success(try await $current.withValue(moto, operation: body))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        await process.stop()
        try result.get()
    }

    static let bucket = "hanmo-test"

    func storage(
        _ prefix: String,
        limits: Storage.Limits = Storage.Limits(),
        credentials: S3Credentials? = nil
    ) throws -> Storage {
        var options = Storage.Options()
        options.limits = limits
        return try Storage(
            "s3://\(Moto.bucket)/\(prefix)?endpoint=\(base)",
            credentials: credentials ?? self.credentials,
            client: client,
            options: options
        )
    }

    /// The requests that a storage sends, to see what it leaves on the server.
    func requests() throws -> S3Client {
        let location = try S3Location("s3://\(Moto.bucket)?endpoint=\(base)")
        return try S3Client(location, credentials, client, options: Storage.Options())
    }

    /// Whether the server looks at signatures; it can't do so for links.
    func checkSignatures(_ isOn: Bool) async throws {
        var request = HTTPClientRequest(url: "\(base)/moto-api/reset-auth")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: isOn ? "0" : "1000000"))
        _ = try await client.execute(request, timeout: .seconds(60))
    }

    private static func makeUser(_ base: String, _ client: HTTPClient) async throws -> S3Credentials {
        let policy = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}"#
        _ = try await iam("Action=CreateUser&UserName=lin", base, client)
        _ = try await iam(
            "Action=PutUserPolicy&UserName=lin&PolicyName=all&PolicyDocument=\(PercentText.escaped(policy))",
            base,
            client
        )
        let answer = try await iam("Action=CreateAccessKey&UserName=lin", base, client)
        let key = answer["CreateAccessKeyResult"]?["AccessKey"]
        return S3Credentials(
            accessKeyID: try #require(key?["AccessKeyId"]?.text),
            secretAccessKey: try #require(key?["SecretAccessKey"]?.text)
        )
    }

    /// Asks the same server's service for users, which it tells apart by the signature's scope alone.
    private static func iam(_ form: String, _ base: String, _ client: HTTPClient) async throws -> XML {
        var request = HTTPClientRequest(url: base)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(
            name: "authorization",
            value:
                "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request,SignedHeaders=host,Signature=any"
        )
        request.body = .bytes(ByteBuffer(string: "\(form)&Version=2010-05-08"))
        let response = try await client.execute(request, timeout: .seconds(60))
        return try XML(try await response.body.collect(upTo: 1 << 20).readableBytesView)
    }
}

/// Starts one server for all tests of a suite.
struct MotoTrait: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Moto.with(function)
    }
}

extension Trait where Self == MotoTrait {
    static var moto: MotoTrait { MotoTrait() }
}

/// The server's process, under a shell that ends it when the pipe to this process closes, however this one ends.
private final class ServerProcess: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    private let process: Process
    private let lifeline: FileHandle
    private let output: FileHandle
    private let ended: Gate

    private init(_ process: Process, _ lifeline: FileHandle, _ output: FileHandle, _ ended: Gate) {
        self.process = process
        self.lifeline = lifeline
        self.output = output
        self.ended = ended
    }

    static func start(from file: String = #filePath) throws -> ServerProcess {
        let package = (0..<4).reduce(URL(fileURLWithPath: file)) { url, _ in url.deletingLastPathComponent() }
        let server = package.appendingPathComponent(".venv/bin/moto_server").path
        guard FileManager.default.isExecutableFile(atPath: server) else {
            throw Missing(description: "\(server) is not there; scripts/test-environment makes it")
        }
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Killed outright: a process inherits which signals are blocked, and threads of ours block all they can.
        process.arguments = [
            "-c", #""$@" & server=$!; exec 2>/dev/null; cat >/dev/null; kill -KILL "$server"; wait "$server""#,
            "moto", server, "-H", "127.0.0.1", "-p", "0",
        ]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        // Not `waitUntilExit`, which would keep a thread that other tests need.
        let ended = Gate()
        process.terminationHandler = { _ in ended.open() }
        try process.run()
        return ServerProcess(process, input.fileHandleForWriting, output.fileHandleForReading, ended)
    }

    /// Where the server listens: it takes a free port and says which.
    func address() async throws -> String {
        let said: String? = await withCheckedContinuation { continuation in
            let thread = Thread { [output] in
                var (text, isKnown) = ("", false)
                // Read on to the end, so that the server never waits for its own log to be read.
                while case let data = output.availableData, !data.isEmpty {
                    guard !isKnown else { continue }
                    text += String(decoding: data, as: UTF8.self)
                    if let match = text.firstMatch(of: /Running on (http:\/\/127\.0\.0\.1:\d+)\s/) {
                        continuation.resume(returning: String(match.1))
                        isKnown = true
                    }
                }
                if !isKnown { continuation.resume(returning: nil) }
            }
            thread.start()
        }
        guard let said else { throw Missing(description: "moto_server ended before it listened") }
        return said
    }

    func stop() async {
        try? lifeline.close()
        await ended.isOpened()
    }
}
