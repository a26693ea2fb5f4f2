import JSON

/// Which part of a list is wanted: `page` from 1, `page_size` 1…100, 20 by default.
struct PageRequest: Sendable {
    let page: Int
    let size: Int

    static let sizeLimit = 100
    static let defaultSize = 20
    /// Far beyond any list; keeps `offset` from overflowing.
    static let pageLimit = 1_000_000_000

    var offset: Int { (page - 1) * size }
}

extension Query {
    mutating func page() -> PageRequest {
        PageRequest(
            page: integer("page", 1...PageRequest.pageLimit, default: 1),
            size: integer("page_size", 1...PageRequest.sizeLimit, default: PageRequest.defaultSize)
        )
    }
}

/// One page of a list and the count of all there is.
struct Page<Item: Sendable>: Sendable {
    let request: PageRequest
    let total: Int
    let items: [Item]
}

extension Page: WireValue where Item: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("total", total)
            json.field("page", request.page)
            json.field("page_size", request.size)
            json.key("items")
            items.write(to: &json)
        }
    }
}
