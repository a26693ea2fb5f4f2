// What the page says, in the reader's language.

const KEY = "hanmo.docs.language";

const WORDS = {
    zh: {
        skip: "跳到正文", menu: "目录", filter: "筛选接口", other: "English", otherTag: "en", loading: "正在读取接口描述…", failed: "读取接口描述失败：", again: "重试",
        overview: "概述", errors: "错误码", code: "错误码", meaning: "说明", remedy: "解决方案", limits: "请求频率", none: "没有符合的接口",
        parameters: "参数", body: "请求体", field: "字段", type: "类型与约束", description: "说明", required: "必填", optional: "可能没有", example: "请求示例", responses: "响应",
        data: "data 的字段", headers: "响应头", copy: "复制", copied: "已复制", anything: "任意值", default: "默认",
        characters: "个字符", items: "项", atMost: "最多", atLeast: "至少", under: "小于", not: "不能为", others: "可有其他选项",
        query: "查询参数", path: "路径参数", header: "请求头",
        access: { public: "无需登录", user: "需要登录", admin: "仅管理员" }, refresh: "需要刷新令牌",
        types: { string: "字符串", integer: "整数", number: "数字", boolean: "布尔", array: "数组", object: "对象", null: "null" },
    },
    en: {
        skip: "Skip to the text", menu: "Contents", filter: "Filter endpoints", other: "中文", otherTag: "zh-CN", loading: "Reading the description…", failed: "The description could not be read: ", again: "Try again",
        overview: "Overview", errors: "Error codes", code: "Code", meaning: "Meaning", remedy: "What to do", limits: "Rate limits", none: "No endpoint fits",
        parameters: "Parameters", body: "Body", field: "Field", type: "Type and limits", description: "Description", required: "required", optional: "may be absent", example: "Example request", responses: "Responses",
        data: "Fields of data", headers: "Headers", copy: "Copy", copied: "Copied", anything: "anything", default: "default",
        characters: "characters", items: "items", atMost: "at most", atLeast: "at least", under: "below", not: "not", others: "further options allowed",
        query: "query", path: "path", header: "header",
        access: { public: "no token needed", user: "signed in", admin: "administrators only" }, refresh: "needs the refresh token",
        types: { string: "string", integer: "integer", number: "number", boolean: "boolean", array: "array", object: "object", null: "null" },
    },
};

export let language = first();
export let words = WORDS[language];

function first() {
    let stored = null;
    try {
        stored = localStorage.getItem(KEY);
    } catch {
        // A browser that keeps nothing still shows the pages.
    }
    if (stored === "zh" || stored === "en") return stored;
    return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** From the one language to the other. */
export function change() {
    language = language === "zh" ? "en" : "zh";
    words = WORDS[language];
    try {
        localStorage.setItem(KEY, language);
    } catch {
        // Then the choice lasts as long as the page.
    }
}

/** The text of a key in the reader's language. */
export function say(thing, key = "description") {
    return (language === "zh" ? thing[`x-${key}-zh`] : null) ?? thing[key] ?? "";
}

/** A part's heading. */
export function titleOf(tag) {
    return language === "zh" ? tag["x-title-zh"] ?? tag.name : tag["x-title"] ?? tag.name;
}
