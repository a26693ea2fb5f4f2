import Testing
import Wire

@testable import Storage

/// Amazon's own examples: the S3 API Reference's pages on signatures in headers and in queries, and the general test
/// suite for Signature Version 4.
@Suite struct SignerTests {
    static let moment = Moment(milliseconds: Stage.now)
    static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let host = "examplebucket.s3.amazonaws.com"

    let signer = Signer(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        ),
        region: "us-east-1"
    )

    private func sign(
        _ method: String,
        _ path: String,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [],
        bodyHash: String = emptyHash
    ) -> String {
        let own = [
            ("Host", SignerTests.host), ("x-amz-content-sha256", bodyHash), ("x-amz-date", SignerTests.moment.stamp),
        ]
        let request = Signer.Request(
            method: method,
            path: path,
            query: query,
            headers: own + headers,
            bodyHash: bodyHash
        )
        return signer.authorization(of: request, at: SignerTests.moment)
    }

    @Test func `Amazon's example of reading ten bytes`() {
        #expect(
            sign("GET", "/test.txt", headers: [("Range", "bytes=0-9")])
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        )
    }

    @Test func `Amazon's example of writing an object whose name needs an escape`() {
        let authorization = sign(
            "PUT",
            "/" + PercentText.escaped("test$file.text"),
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            bodyHash: Signer.hash("Welcome to Amazon S3.".utf8)
        )

        #expect(authorization.hasSuffix("=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
    }

    @Test func `Amazon's examples of queries with and without a value`() {
        let lifecycle = sign("GET", "/", query: [("lifecycle", "")])
        let list = sign("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])

        #expect(lifecycle.hasSuffix("=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"))
        #expect(list.hasSuffix("=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
    }

    @Test func `Amazon's example of a link`() {
        let query = signer.linkQuery(
            host: SignerTests.host,
            path: "/test.txt",
            query: [],
            validForSeconds: 86_400,
            at: SignerTests.moment
        )

        #expect(
            query
                == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        )
    }

    @Test(
        arguments: [
            ([], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            (
                [("Param2", "value2"), ("Param1", "value1")],
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
        ] as [([(name: String, value: String)], String)]
    )
    func `Amazon's test suite`(_ query: [(name: String, value: String)], _ signature: String) {
        let signer = Signer(
            credentials: S3Credentials(
                accessKeyID: "AKIDEXAMPLE",
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
            ),
            region: "us-east-1",
            service: "service"
        )
        // 2015-08-30T12:36:00Z
        let moment = Moment(milliseconds: 1_440_938_160_000)
        let request = Signer.Request(
            method: "GET",
            path: "/",
            query: query,
            headers: [("host", "example.amazonaws.com"), ("x-amz-date", moment.stamp)],
            bodyHash: SignerTests.emptyHash
        )

        #expect(signer.authorization(of: request, at: moment).hasSuffix(signature))
    }

    @Test func `the canonical request is as the rules say`() {
        let request = Signer.Request(
            method: "GET",
            path: "/a%20b",
            query: [("b", "2"), ("a", "x y/+="), ("a", "春"), ("A", "")],
            headers: [("X-Amz-Meta", "  two   words "), ("Host", "h")],
            bodyHash: "hash"
        )

        #expect(
            Signer.canonical(request).text
                == "GET\n/a%20b\nA=&a=%E6%98%A5&a=x%20y%2F%2B%3D&b=2\nhost:h\nx-amz-meta:two words\n\nhost;x-amz-meta\nhash"
        )
    }

    @Test func `all that needs an escape gets one`() {
        #expect(PercentText.escaped("AZaz09-._~") == "AZaz09-._~")
        #expect(PercentText.escaped(" /+%=&é") == "%20%2F%2B%25%3D%26%C3%A9")
    }
}

@Suite struct MomentTests {
    @Test(arguments: [
        (0, "19700101T000000Z"), (1_369_353_600_000, "20130524T000000Z"), (951_782_399_999, "20000228T235959Z"),
        (951_782_400_000, "20000229T000000Z"), (951_868_800_000, "20000301T000000Z"),
        (1_795_305_600_000, "20261122T000000Z"),
        (4_102_444_799_000, "20991231T235959Z"),
    ])
    func `moments are written as signatures want them`(_ milliseconds: Int, _ stamp: String) {
        #expect(Moment(milliseconds: milliseconds).stamp == stamp)
    }

    @Test func `moments are read from headers and lists`() {
        #expect(Moment(header: "Sun, 06 Nov 1994 08:49:37 GMT")?.text == "1994-11-06T08:49:37Z")
        #expect(Moment(iso: "1994-11-06T08:49:37.000Z")?.stamp == "19941106T084937Z")
        #expect(Moment(iso: "2000-02-29T00:00:00Z")?.milliseconds == 951_782_400_000)
    }

    @Test(arguments: [
        "", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 8:49 GMT", "Sun, 99 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37", "1994-13-06T08:49:37Z", "1994-11Z",
    ])
    func `what is no moment is not read`(_ text: String) {
        #expect(Moment(header: text) == nil)
        #expect(Moment(iso: text) == nil)
    }
}
