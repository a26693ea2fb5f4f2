import Testing

@testable import Providers

/// News takes day and place out of the same clause, and no day into a name.
@Suite struct NewsPlaceTests {
    @Test(arguments: ["11月28日在上海发布", "发布会于11月28日在上海举行", "11月28日，上海", "时间11月28日，地点上海"])
    func `day and city stand in dateline and lead`(requirements: String) throws {
        let text = try Samples.draft("news_article", "华星公司发布新能源重卡", requirements: requirements)
        #expect(text.contains("\n上海　11月28日\n"))
        #expect(text.contains("11月28日，华星公司在上海发布新能源重卡。"))
        #expect(!text.contains("未能照办"))
    }

    @Test func `a place that is no city is told, and where a text goes is no place`() throws {
        let hall = try Samples.draft("news_article", "市图书馆举办读书节", requirements: "12月1日上午10点在一楼大厅举行")
        #expect(hall.contains("地点为一楼大厅"))
        #expect(hall.contains("【待补充：城市】"))
        #expect(StatedFact.all(in: "在小红书发布").isEmpty)
    }

    @Test(
        arguments: [("地点：南京路步行街", nil), ("在武汉国际博览中心举行", "武汉"), ("地点：江城县文化馆", "江城县"), ("上海", "上海")]
            as [(String, String?)]
    )
    func `a street with a city's name is no city`(order: String, city: String?) {
        #expect(NewsPlace.city(in: order) == city)
    }

    @Test(arguments: [
        ("江城地铁5号线今日开通", "江城地铁5号线"), ("华星公司昨日发布新能源重卡", "新能源重卡"), ("国内油价今日上调", "国内油价上调"),
    ])
    func `the day of a headline is no part of a name`(title: String, name: String) {
        #expect(Topic(title: title, fallback: nil).name == name)
    }
}
