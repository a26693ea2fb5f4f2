import Testing

@testable import Storage

@Suite struct XMLTests {
    private func read(_ text: String) throws(XML.Fault) -> XML {
        try XML(Array(text.utf8))
    }

    @Test func `an answer of S3 is read`() throws {
        let document = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/" empty=''>
              <IsTruncated>false</IsTruncated>
              <Contents><Key>a/b.png</Key><ETag>&quot;e&quot;</ETag><Owner/></Contents>
              <Contents><Key>c</Key></Contents>
            </ListBucketResult>

            """
        )

        #expect(document.name == "ListBucketResult")
        #expect(document["IsTruncated"]?.text == "false")
        #expect(document.children.filter { $0.name == "Contents" }.map { $0["Key"]?.text } == ["a/b.png", "c"])
        #expect(document["Contents"]?["ETag"]?.text == "\"e\"")
        #expect(document["Contents"]?["Owner"] == XML(named: "Owner"))
        #expect(document["Nothing"] == nil)
    }

    @Test(arguments: [
        ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"), ("&#65;&#x42;&#x6625;", "AB春"), ("&#x1F600;", "😀"),
        ("&amp;lt;", "&lt;"),
        ("a&#10;b", "a\nb"), ("<![CDATA[<b>&amp;]]>", "<b>&amp;"), ("a<!-- no -->b", "ab"), ("春", "春"), ("", ""),
    ])
    func `texts are read with their entities`(_ written: String, _ text: String) throws {
        #expect(try read("<a>\(written)</a>").text == text)
    }

    @Test func `spaces before the document, a byte order mark, and prefixes of namespaces do not matter`() throws {
        #expect(try read("  \n <a/>").name == "a")
        #expect(try read("\u{FEFF}<s3:a x:y=\"&lt;>\"><s3:b>1</s3:b></s3:a>")["b"]?.text == "1")
        #expect(try read("<a ><b\n/></a\n>").children.map(\.name) == ["b"])
    }

    @Test(arguments: [
        "", " ", "text", "<", "<a", "<a>", "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "<a b></a>", "<a b=c></a>",
        "<a b=\"c></a>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&lt</a>", "<a>&",
        "<a>&;</a>", "<a>&#;</a>", "<a><![CDATA[x</a>", "<a><!-- x</a>", "<?xml", "</a>", "< a/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        String(repeating: "<a>", count: 17) + String(repeating: "</a>", count: 17),
        String(repeating: "<a>", count: 100_000),
    ])
    func `what is no such document is refused`(_ text: String) {
        #expect(throws: XML.Fault.self) { try read(text) }
    }

    @Test func `texts are escaped where they are written`() throws {
        #expect("<\"&'>".xmlEscaped == "&lt;&quot;&amp;'&gt;")
        #expect(try read("<a>\("\"e\" & <f>".xmlEscaped)</a>").text == "\"e\" & <f>")
    }
}

extension XML {
    fileprivate init(named name: String) {
        self = try! XML(Array("<\(name)/>".utf8))
    }
}
