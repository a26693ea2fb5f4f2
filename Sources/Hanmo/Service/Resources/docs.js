// The API pages: drawn from openapi.json in the reader's browser.

import { api, fieldsOf, load, operations, resolve } from "./docs-description.js";
import { element, paragraphs, prose, table } from "./docs-elements.js";
import { operationBlock } from "./docs-operation.js";
import { change, language, say, titleOf, words } from "./docs-words.js";

let watcher;

/** What is around the text, which needs no description. */
function frame() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.getElementById("skip").textContent = words.skip;
    document.getElementById("menu-title").textContent = words.menu;
    const filter = document.getElementById("filter");
    filter.placeholder = words.filter;
    filter.setAttribute("aria-label", words.filter);
    const button = document.getElementById("language");
    button.textContent = words.other;
    button.lang = words.otherTag;
}

function draw() {
    frame();
    document.title = say(api.info, "title");
    document.getElementById("brand").textContent = say(api.info, "title");
    document.getElementById("version").textContent = api.info.version;
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
            item.dataset.words = wordsOf(operation, tag);
            return item;
        });
        return element("section", {}, element("h2", {}, titleOf(tag)), element("ul", {}, items));
    });
    return [general, ...parts, element("p", { id: "none", hidden: "" }, words.none)];
}

/** What an operation is found by: its address, its names, its group's, and its fields. */
function wordsOf(operation, tag) {
    const fields = fieldsOf(operation.requestBody?.content["application/json"]?.schema).map(({ path }) => path);
    const parameters = (operation.parameters ?? []).map((parameter) => resolve(parameter).name);
    const names = [operation.summary, operation["x-summary-zh"], operation.operationId, tag.name, titleOf(tag)];
    return [operation.method, operation.path, ...names, ...parameters, ...fields].join(" ").toLowerCase();
}

/** Leaves in the index what fits every word in the filter. */
function narrow() {
    const wanted = document.getElementById("filter").value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const item of document.querySelectorAll("#links li[data-words]")) {
        item.hidden = !wanted.every((word) => item.dataset.words.includes(word));
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
            const link = document.querySelector(`#links a[href="#${CSS.escape(entry.target.id)}"]`);
            link?.setAttribute("aria-current", "true");
            if (link) keepInView(link);
        }
    }, { rootMargin: "-15% 0px -80% 0px" });
    for (const part of document.querySelectorAll("main .operation, main section[id]")) watcher.observe(part);
}

/** Moves the index, and never the page, so that a link of it is seen. */
function keepInView(link) {
    const nav = link.closest("nav");
    const [seen, at] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
    if (at.top < seen.top || at.bottom > seen.bottom) nav.scrollTop += at.top - seen.top - seen.height / 3;
}

function goToHash() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) document.getElementById(id)?.scrollIntoView();
}

let failure;

async function start() {
    frame();
    failure = null;
    showStatus();
    try {
        await load();
        draw();
        goToHash();
    } catch (error) {
        failure = error;
        showStatus();
    }
}

/** Says that the description is awaited, or why it did not come, with a way to try once more. */
function showStatus() {
    const status = document.getElementById("status");
    status.classList.toggle("failed", Boolean(failure));
    status.replaceChildren(failure ? words.failed + failure.message : words.loading);
    if (!failure) return;
    const again = element("button", { type: "button" }, words.again);
    again.addEventListener("click", start);
    status.append(" ", again);
}

document.getElementById("language").addEventListener("click", () => {
    change();
    if (!api) {
        frame();
        showStatus();
        return;
    }
    const reading = document.querySelector("#links a[aria-current]")?.hash.slice(1);
    draw();
    if (reading) document.getElementById(reading)?.scrollIntoView();
});
document.getElementById("filter").addEventListener("input", narrow);
document.getElementById("menu").open = matchMedia("(min-width: 56rem)").matches;
start();
