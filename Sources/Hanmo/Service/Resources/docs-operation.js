// One operation: its address, its fields, an example to paste, its responses.

import { api, dataOf, examplesOf, fieldsOf, limits, resolve, typeName } from "./docs-description.js";
import { element, paragraphs, prose, sample, table } from "./docs-elements.js";
import { language, say, words } from "./docs-words.js";

// Characters of a body that stays on one line.
const SHORT_BODY = 80;

export function operationBlock(operation) {
    const parameters = (operation.parameters ?? []).map(resolve);
    const rate = api["x-rate-classes"][operation["x-rate-class"]];
    const needsRefresh = operation.security?.some((scheme) => "refreshToken" in scheme);
    const block = element("article", { class: "operation", id: operation.operationId, "aria-labelledby": `${operation.operationId}-title` },
        element("h3", { id: `${operation.operationId}-title` }, say(operation, "summary")),
        element("div", { class: "address" },
            element("span", { class: `method ${operation.method}` }, operation.method.toUpperCase()),
            // Too long for a line, it goes on behind a slash.
            element("span", { class: "path" }, operation.path.split(/(?=\/)/).flatMap((part) => [element("wbr"), part])),
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
    if (body) block.append(element("h4", {}, words.body), fieldTable(body.schema) ?? "");
    block.append(element("h4", {}, words.example));
    const examples = body ? examplesOf(body) : [{ value: undefined, caption: null }];
    for (const example of examples) block.append(sample(curl(operation, parameters, example.value), example.caption));
    const responses = Object.entries(operation.responses).map(([status, response]) => responseBlock(status, resolve(response)));
    block.append(element("h4", {}, words.responses), element("div", { class: "responses" }, responses));
    return block;
}

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

function options(schema) {
    const values = (schema.enum ?? []).filter((value) => value !== null);
    if (!values.length) return null;
    const labels = schema["x-enum-labels"];
    if (!labels) return element("span", { class: "limits" }, values.flatMap((value) => [element("code", {}, String(value)), " "]));
    return element("ul", { class: "options" }, values.map((value) =>
        element("li", {}, element("code", {}, value), " ", prose(labels[value]?.[language === "zh" ? 1 : 0])),
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

function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl(operation, parameters, body) {
    let path = operation.path;
    const query = [];
    const headers = [];
    for (const parameter of parameters) {
        const value = parameter.example ?? parameter.schema?.default;
        if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value ?? 1));
        if (parameter.in === "query" && parameter.example !== undefined) query.push(`${parameter.name}=${encodeURIComponent(value)}`);
        if (parameter.in === "header" && parameter.example) headers.push(`-H "${parameter.name}: ${parameter.example}"`);
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
    lines.push(...headers);
    if (body !== undefined) {
        const short = JSON.stringify(body);
        const json = short.length <= SHORT_BODY ? short : JSON.stringify(body, null, 2).replaceAll("\n", "\n  ");
        lines.push("-H 'Content-Type: application/json'", `-d ${quoted(json)}`);
    }
    return lines.join(" \\\n  ");
}
