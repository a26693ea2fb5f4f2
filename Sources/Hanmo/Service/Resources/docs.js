// The API pages: drawn from openapi.json in the reader's browser. Everything is put in as text, never as markup.
"use strict";

const METHODS = ["get", "post", "put", "delete"];
const LANGUAGE_KEY = "hanmo.docs.language";
// Deeper fields than that are described by their schema's sentence alone.
const DEPTH_LIMIT = 4;
// Characters of a body that stays on one line.
const SHORT_BODY = 80;

const WORDS = {
    zh: {
        skip: "跳到正文", menu: "目录", filter: "筛选接口", other: "English", otherTag: "en", failed: "读取接口描述失败：",
        overview: "概述", errors: "错误码", code: "错误码", meaning: "说明", remedy: "解决方案", limits: "请求频率", none: "没有符合的接口",
        parameters: "参数", body: "请求体", field: "字段", type: "类型与约束", description: "说明", required: "必填", optional: "可能没有", example: "请求示例", responses: "响应",
        data: "data 的字段", headers: "响应头", copy: "复制", copied: "已复制", anything: "任意值", default: "默认",
        characters: "个字符", items: "项", atMost: "最多", atLeast: "至少", under: "小于", not: "不能为", others: "可有其他选项",
        query: "查询参数", path: "路径参数", header: "请求头",
        access: { public: "无需登录", user: "需要登录", admin: "仅管理员" }, refresh: "需要刷新令牌",
        types: { string: "字符串", integer: "整数", number: "数字", boolean: "布尔", array: "数组", object: "对象", null: "null" },
    },
    en: {
        skip: "Skip to the text", menu: "Contents", filter: "Filter endpoints", other: "中文", otherTag: "zh-CN", failed: "The description could not be read: ",
        overview: "Overview", errors: "Error codes", code: "Code", meaning: "Meaning", remedy: "What to do", limits: "Rate limits", none: "No endpoint fits",
        parameters: "Parameters", body: "Body", field: "Field", type: "Type and limits", description: "Description", required: "required", optional: "may be absent", example: "Example request", responses: "Responses",
        data: "Fields of data", headers: "Headers", copy: "Copy", copied: "Copied", anything: "anything", default: "default",
        characters: "characters", items: "items", atMost: "at most", atLeast: "at least", under: "below", not: "not", others: "further options allowed",
        query: "query", path: "path", header: "header",
        access: { public: "no token needed", user: "signed in", admin: "administrators only" }, refresh: "needs the refresh token",
        types: { string: "string", integer: "integer", number: "number", boolean: "boolean", array: "array", object: "object", null: "null" },
    },
};

let api;
let language = firstLanguage();
let words = WORDS[language];
let watcher;

function firstLanguage() {
    let stored = null;
    try {
        stored = localStorage.getItem(LANGUAGE_KEY);
    } catch {
        // A browser that keeps nothing still shows the pages.
    }
    if (stored === "zh" || stored === "en") return stored;
    return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

// MARK: Building elements

function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
        if (value !== undefined && value !== null) made.setAttribute(key, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
}

/** `code` and **strong** of a sentence become elements, the rest stays text. */
function prose(text) {
    return (text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
        if (part.startsWith("`") && part.length > 2) return element("code", {}, part.slice(1, -1));
        if (part.startsWith("**") && part.length > 4) return element("strong", {}, part.slice(2, -2));
        return part;
    });
}

function paragraphs(text) {
    return (text ?? "").split("\n\n").map((paragraph) => element("p", {}, prose(paragraph)));
}

/** The text of a key in the reader's language. */
function say(thing, key = "description") {
    return (language === "zh" ? thing[`x-${key}-zh`] : null) ?? thing[key] ?? "";
}

// MARK: Reading the description

/** Follows references; what stands beside a reference comes first. */
function resolve(thing) {
    if (!thing || typeof thing.$ref !== "string") return thing;
    const target = thing.$ref.slice(2).split("/").reduce((place, key) => place[key.replaceAll("~1", "/").replaceAll("~0", "~")], api);
    const { $ref, ...rest } = thing;
    return { ...resolve(target), ...rest };
}

function typesOf(schema) {
    if (schema.anyOf) return [...new Set(schema.anyOf.flatMap((choice) => typesOf(resolve(choice))))];
    return schema.type === undefined ? [] : [schema.type].flat();
}

/** Type and limits of a value in words. */
function limits(schema) {
    const number = (value) => value.toLocaleString("en-US");
    const parts = [];
    const counted = (low, high, unit) => {
        if (low !== undefined && high !== undefined) return `${number(low)}–${number(high)} ${unit}`;
        if (high !== undefined) return `${words.atMost} ${number(high)} ${unit}`;
        return low > 0 ? `${words.atLeast} ${low} ${unit}` : null;
    };
    parts.push(counted(schema.minLength, schema.maxLength, words.characters));
    parts.push(counted(schema.minItems, schema.maxItems, words.items));
    // An id's largest value says nothing to a reader.
    const maximum = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
    if (schema.minimum !== undefined && maximum !== undefined) parts.push(`${number(schema.minimum)} – ${number(maximum)}`);
    else if (schema.minimum !== undefined) parts.push(`≥ ${number(schema.minimum)}`);
    else if (maximum !== undefined) parts.push(`≤ ${number(maximum)}`);
    if (schema.exclusiveMaximum !== undefined) parts.push(`${words.under} ${schema.exclusiveMaximum}`);
    if (schema.not?.const !== undefined) parts.push(`${words.not} ${schema.not.const}`);
    if (schema.const !== undefined) parts.push(`= ${JSON.stringify(schema.const)}`);
    if (schema.format) parts.push(schema.format);
    if (schema.default !== undefined) parts.push(`${words.default} ${schema.default}`);
    if (typesOf(schema).includes("array") && schema.items) {
        const inner = limits(resolve(schema.items));
        if (inner) parts.push(`[ ${inner} ]`);
    }
    return parts.filter(Boolean).join(language === "zh" ? "，" : ", ");
}

function typeName(schema) {
    const names = typesOf(schema).map((type) => words.types[type] ?? type);
    return names.length ? names.join(" | ") : words.anything;
}

/** An object's fields in one flat list, those of inner objects with their path. */
function fieldsOf(schema, prefix = "", depth = 0) {
    const resolved = resolve(schema);
    if (depth >= DEPTH_LIMIT || !resolved) return [];
    if (typesOf(resolved).includes("array")) return fieldsOf(resolved.items, `${prefix}[].`.replace(".[]", "[]"), depth + 1);
    return Object.entries(resolved.properties ?? {}).flatMap(([name, field]) => {
        const inner = resolve(field);
        const path = prefix + name;
        const isRequired = (resolved.required ?? []).includes(name);
        return [{ path, schema: inner, isRequired }, ...fieldsOf(inner, `${path}.`, depth + 1)];
    });
}

/** The schema of `data` in an envelope, or the schema itself where there is no envelope. */
function dataOf(schema) {
    for (const part of schema?.allOf ?? []) {
        if (part.properties?.data) return resolve(part.properties.data);
    }
    return null;
}

function operations() {
    return Object.entries(api.paths).flatMap(([path, item]) =>
        METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
    );
}

// MARK: Tables and samples

function table(kind, heads, rows) {
    const head = element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text)));
    return element("table", { class: kind }, element("thead", {}, head), element("tbody", {}, rows));
}

function options(schema) {
    const values = (schema.enum ?? []).filter((value) => value !== null);
    if (!values.length) return null;
    const labels = schema["x-enum-labels"];
    if (!labels) return element("span", { class: "limits" }, values.flatMap((value) => [element("code", {}, String(value)), " "]));
    return element("ul", { class: "options" }, values.map((value) =>
        element("li", {}, element("code", {}, value), ` ${labels[value]?.[language === "zh" ? 1 : 0] ?? ""}`),
    ));
}

function fieldRow(name, schema, mark, note, description) {
    const extra = schema.additionalProperties && schema.properties ? words.others : "";
    const bounds = [limits(schema), extra].filter(Boolean).join(" · ");
    return element("tr", {},
        element("td", {}, element("code", {}, name), mark ? [" ", element("span", { class: "mark" }, mark)] : null),
        element("td", {}, typeName(schema), note ? ` · ${note}` : null, bounds ? element("span", { class: "limits" }, bounds) : null),
        element("td", {}, prose(description), options(schema)),
    );
}

/** The fields of a body; of a reply only what may be missing is marked, since all else is always there. */
function fieldTable(schema, isReply = false) {
    const fields = fieldsOf(schema);
    if (!fields.length) return null;
    const rows = fields.map(({ path, schema, isRequired }) => {
        const mark = isReply ? (isRequired ? null : words.optional) : isRequired ? words.required : null;
        return fieldRow(path, schema, mark, null, say(schema));
    });
    return table("fields", [words.field, words.type, words.description], rows);
}

function sample(text, caption) {
    const button = element("button", { type: "button" }, words.copy);
    button.addEventListener("click", async () => {
        try {
            await navigator.clipboard.writeText(text);
            button.textContent = words.copied;
        } catch {
            getSelection().selectAllChildren(block);
        }
    });
    const block = element("pre", { tabindex: "0" }, element("code", {}, text));
    return element("div", { class: "sample" }, caption ? element("p", { class: "caption" }, caption) : null, block, button);
}

function examplesOf(media) {
    if (media.example !== undefined) return [{ value: media.example, caption: null }];
    return Object.values(media.examples ?? {}).map((example) => ({ value: example.value, caption: say(example, "summary") }));
}

function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl(operation, parameters, body) {
    let path = operation.path;
    const query = [];
    for (const parameter of parameters) {
        const value = parameter.example ?? parameter.schema?.default;
        if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value ?? 1));
        if (parameter.in === "query" && parameter.example !== undefined) query.push(`${parameter.name}=${encodeURIComponent(value)}`);
    }
    if (operation.responses["101"]) {
        // curl speaks no WebSocket; PyPI's `websockets` brings a client that does.
        return `python3 -m websockets "${location.origin.replace("http", "ws")}${path}?token=$ACCESS_TOKEN"`;
    }
    const isEndless = Object.keys(operation.responses["200"]?.content ?? {}).join() === "text/event-stream";
    const isStream = isEndless || body?.stream === true;
    const url = location.origin + path + (query.length ? `?${query.join("&")}` : "");
    const lines = [`curl ${isStream ? "-N " : ""}${operation.method === "get" ? "" : `-X ${operation.method.toUpperCase()} `}${quoted(url)}`];
    for (const name of Object.keys(operation.security?.[0] ?? {})) {
        lines.push(`-H "Authorization: Bearer $${name === "refreshToken" ? "REFRESH_TOKEN" : "ACCESS_TOKEN"}"`);
    }
    if (body !== undefined) {
        const short = JSON.stringify(body);
        const json = short.length <= SHORT_BODY ? short : JSON.stringify(body, null, 2).replaceAll("\n", "\n  ");
        lines.push("-H 'Content-Type: application/json'", `-d ${quoted(json)}`);
    }
    return lines.join(" \\\n  ");
}

// MARK: The page

function responseBlock(status, response) {
    const isGood = ["1", "2", "3"].includes(status[0]);
    const inside = element("div", { class: "inside" });
    for (const [type, media] of Object.entries(response.content ?? {})) {
        inside.append(element("h5", {}, type));
        const schema = resolve(media.schema);
        const data = dataOf(schema);
        if (!data && say(schema)) inside.append(element("p", {}, prose(say(schema))));
        const fields = fieldTable(data ?? schema, true);
        if (fields) inside.append(data ? element("h5", {}, words.data) : "", fields);
        for (const example of examplesOf(media)) {
            inside.append(sample(typeof example.value === "string" ? example.value : JSON.stringify(example.value, null, 2), example.caption));
        }
    }
    const headers = Object.entries(response.headers ?? {});
    if (headers.length) {
        inside.append(element("h5", {}, words.headers), element("ul", { class: "options" }, headers.map(([name, header]) =>
            element("li", {}, element("code", {}, name), " ", prose(say(resolve(header)))),
        )));
    }
    const summary = element("summary", {}, element("strong", { class: isGood ? "good" : "bad" }, status), prose(say(response)));
    return element("details", isGood ? { open: "" } : {}, summary, inside);
}

function operationBlock(operation) {
    const parameters = (operation.parameters ?? []).map(resolve);
    const rate = api["x-rate-classes"][operation["x-rate-class"]];
    const needsRefresh = operation.security?.some((scheme) => "refreshToken" in scheme);
    const block = element("article", { class: "operation", id: operation.operationId, "aria-labelledby": `${operation.operationId}-title` },
        element("h3", { id: `${operation.operationId}-title` }, say(operation, "summary")),
        element("div", { class: "address" },
            element("span", { class: `method ${operation.method}` }, operation.method.toUpperCase()),
            element("span", { class: "path" }, operation.path),
        ),
        element("ul", { class: "facts" },
            element("li", {}, needsRefresh ? words.refresh : words.access[operation["x-access"]]),
            rate ? element("li", {}, say(rate)) : null,
        ),
        paragraphs(say(operation)),
    );
    if (parameters.length) {
        block.append(element("h4", {}, words.parameters), table("fields", [words.field, words.type, words.description], parameters.map((parameter) =>
            fieldRow(parameter.name, resolve(parameter.schema), parameter.required ? words.required : null, words[parameter.in], say(parameter)),
        )));
    }
    const body = operation.requestBody?.content["application/json"];
    if (body) block.append(element("h4", {}, words.body), fieldTable(body.schema));
    block.append(element("h4", {}, words.example));
    const examples = body ? examplesOf(body) : [{ value: undefined, caption: null }];
    for (const example of examples) block.append(sample(curl(operation, parameters, example.value), example.caption));
    const responses = Object.entries(operation.responses).map(([status, response]) => responseBlock(status, resolve(response)));
    block.append(element("h4", {}, words.responses), element("div", { class: "responses" }, responses));
    return block;
}

function overview() {
    const codes = api["x-error-codes"].map((error) =>
        element("tr", {}, element("td", {}, element("code", {}, String(error.code))), element("td", {}, say(error, "message")), element("td", {}, prose(say(error, "remedy")))),
    );
    const limited = Object.entries(api["x-rate-classes"]).filter(([name]) => name !== "none");
    const rates = limited.map(([, rate]) => element("li", {}, say(rate)));
    return [
        element("section", { id: "top", "aria-labelledby": "overview-title" }, element("h1", { id: "overview-title" }, say(api.info, "title")), paragraphs(say(api.info))),
        element("section", { id: "limits" }, element("h2", {}, words.limits), element("ul", {}, rates)),
        element("section", { id: "errors" }, element("h2", {}, words.errors), table("codes", [words.code, words.meaning, words.remedy], codes)),
    ];
}

function index(groups) {
    const link = (id, ...inside) => element("li", {}, element("a", { href: `#${id}` }, inside));
    const general = element("ul", {}, link("top", words.overview), link("limits", words.limits), link("errors", words.errors));
    const parts = groups.map(({ tag, operations }) => {
        const items = operations.map((operation) => {
            const item = link(operation.operationId,
                element("span", { class: `method ${operation.method}` }, operation.method === "delete" ? "DEL" : operation.method.toUpperCase()),
                element("span", {}, say(operation, "summary")));
            item.dataset.words = [operation.path, operation.summary, operation["x-summary-zh"], operation.operationId].join(" ").toLowerCase();
            return item;
        });
        return element("section", {}, element("h2", {}, titleOf(tag)), element("ul", {}, items));
    });
    return [general, ...parts, element("p", { id: "none", hidden: "" }, words.none)];
}

function titleOf(tag) {
    return language === "zh" ? tag["x-title-zh"] ?? tag.name : tag["x-title"] ?? tag.name;
}

function draw() {
    words = WORDS[language];
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say(api.info, "title");
    document.getElementById("brand").textContent = say(api.info, "title");
    document.getElementById("version").textContent = api.info.version;
    document.getElementById("skip").textContent = words.skip;
    document.getElementById("menu-title").textContent = words.menu;
    const filter = document.getElementById("filter");
    filter.placeholder = words.filter;
    filter.setAttribute("aria-label", words.filter);
    const button = document.getElementById("language");
    button.textContent = words.other;
    button.lang = words.otherTag;

    const all = operations();
    const groups = api.tags.map((tag) => ({ tag, operations: all.filter((operation) => operation.tags.includes(tag.name)) }));
    document.getElementById("links").replaceChildren(...index(groups));
    document.getElementById("content").replaceChildren(
        ...overview(),
        ...groups.map(({ tag, operations }) =>
            element("section", { "aria-labelledby": `${tag.name}-title` },
                element("h2", { id: `${tag.name}-title` }, titleOf(tag)), element("p", { class: "lead" }, say(tag)), operations.map(operationBlock)),
        ),
    );
    narrow();
    watch();
}

/** Leaves in the index what fits the words in the filter. */
function narrow() {
    const wanted = document.getElementById("filter").value.trim().toLowerCase();
    let count = 0;
    for (const item of document.querySelectorAll("#links li[data-words]")) {
        item.hidden = !item.dataset.words.includes(wanted);
        if (!item.hidden) count += 1;
    }
    for (const part of document.querySelectorAll("#links section")) part.hidden = !part.querySelector("li:not([hidden])");
    document.getElementById("none").hidden = count > 0;
}

/** Marks in the index what is being read. */
function watch() {
    watcher?.disconnect();
    watcher = new IntersectionObserver((entries) => {
        for (const entry of entries) {
            if (!entry.isIntersecting) continue;
            for (const link of document.querySelectorAll("#links a[aria-current]")) link.removeAttribute("aria-current");
            document.querySelector(`#links a[href="#${CSS.escape(entry.target.id)}"]`)?.setAttribute("aria-current", "true");
        }
    }, { rootMargin: "-15% 0px -80% 0px" });
    for (const part of document.querySelectorAll("main .operation, main section[id]")) watcher.observe(part);
}

function goToHash() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) document.getElementById(id)?.scrollIntoView();
}

async function start() {
    const status = document.getElementById("status");
    try {
        const response = await fetch("openapi.json");
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        api = await response.json();
        draw();
        goToHash();
    } catch (error) {
        status.classList.add("failed");
        status.textContent = words.failed + error.message;
    }
}

document.getElementById("language").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    try {
        localStorage.setItem(LANGUAGE_KEY, language);
    } catch {
        // Then the choice lasts as long as the page.
    }
    if (!api) return;
    const reading = document.querySelector("#links a[aria-current]")?.hash.slice(1);
    draw();
    if (reading) document.getElementById(reading)?.scrollIntoView();
});
document.getElementById("filter").addEventListener("input", narrow);
document.getElementById("menu").open = matchMedia("(min-width: 56rem)").matches;
start();
