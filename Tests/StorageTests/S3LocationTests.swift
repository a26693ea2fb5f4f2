import AsyncHTTPClient
import NIOCore
import NIOPosix
import Testing

@testable import Storage

@Suite struct S3LocationTests {
    @Test func `with an endpoint the bucket is in the path`() throws {
        let location = try S3Location("s3://bucket/a/B_c?endpoint=http://127.0.0.1:9000/&region=cn-north-1")

        #expect(location.origin == "http://127.0.0.1:9000")
        #expect(location.host == "127.0.0.1:9000")
        #expect(location.path(of: "images/x.png") == "/bucket/a/B_c/images/x.png")
        #expect(location.bucketPath == "/bucket")
        #expect(location.region == "cn-north-1")
        #expect(location.description == "bucket bucket at http://127.0.0.1:9000")
    }

    @Test func `without one it is in the name of Amazon's host, unless a dot would break the certificate`() throws {
        let plain = try S3Location("s3://bucket?region=eu-west-1")
        let dotted = try S3Location("s3://my.bucket")

        #expect(plain.origin == "https://bucket.s3.eu-west-1.amazonaws.com")
        #expect(plain.path(of: "a") == "/a")
        #expect(plain.bucketPath == "/")
        #expect(dotted.origin == "https://s3.us-east-1.amazonaws.com")
        #expect(dotted.path(of: "a") == "/my.bucket/a")
    }

    @Test func `the style may be chosen, and a port of the scheme's own is not said`() throws {
        let virtual = try S3Location("s3://bucket?endpoint=https://S3.Example.com:443/base&style=virtual")
        let path = try S3Location("s3://bucket?style=path")
        let six = try S3Location("s3://bucket?endpoint=http://%5B::1%5D:9000")

        #expect(virtual.origin == "https://bucket.s3.example.com")
        #expect(virtual.path(of: "a") == "/base/a")
        #expect(path.path(of: "a") == "/bucket/a")
        #expect(six.origin == "http://[::1]:9000")
    }

    @Test(arguments: [
        "s3:", "s3://", "s3://ab", "s3://Bucket", "s3://user:pass@bucket", "s3://bucket:80", "s3://bucket#x",
        "s3://bucket/../x",
        "s3://bucket/a%20b", "s3://bucket/.a", "s3://bucket?endpoint=ftp://x", "s3://bucket?endpoint=x",
        "s3://bucket?endpoint=", "s3://bucket?endpoint=http://key:secret@x", "s3://bucket?endpoint=http://x?y",
        "s3://bucket?region=", "s3://bucket?region=a/b", "s3://bucket?style=dns", "s3://bucket?nonsense=1",
        "s3://bucket?region=a&region=b", "s3://bucket?public=x", "s3://bu_cket",
        "s3://bucket/" + String(repeating: "a", count: 300), "ftp://x", "x", "", "file:", "file:a\0b",
    ])
    func `what names no storage is refused, and no key in it repeated`(_ url: String) async throws {
        let client = Storage.client(on: NIOSingletons.posixEventLoopGroup)
        let error = await failure { try Storage(url, credentials: Stage.credentials, client: client) }
        try await client.shutdown()

        #expect(kind(error) == "misconfigured")
        #expect(!words(error).contains("pass"))
        #expect(!words(error).contains("secret"))
    }

    @Test func `a bucket needs keys that a header can carry`() async throws {
        #expect(kind(await failure { try Storage("s3://bucket") }) == "misconfigured")
        let client = Storage.client(on: NIOSingletons.posixEventLoopGroup)
        let broken = S3Credentials(accessKeyID: "id", secretAccessKey: "line\nbreak")
        let error = await failure { try Storage("s3://bucket", credentials: broken, client: client) }
        try await client.shutdown()

        #expect(error == .misconfigured("AWS_SECRET_ACCESS_KEY is empty or holds characters that no key has"))
    }

    @Test func `credentials show nothing, however they are printed`() {
        var dumped = ""
        dump(Stage.credentials, to: &dumped)
        let shown = "\(Stage.credentials) \(String(reflecting: Stage.credentials)) \(dumped)"

        for secret in ["AKIA", "wJalr", "session"] { #expect(!shown.contains(secret)) }
    }
}
