// Elements of the page. Whatever comes from the description is put in as text, never as markup.

import { words } from "./docs-words.js";

export function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
        if (value !== undefined && value !== null) made.setAttribute(key, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
}

/** `code` and **strong** of a sentence become elements, the rest stays text. */
export function prose(text) {
    return (text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
        if (part.startsWith("`") && part.length > 2) return element("code", {}, part.slice(1, -1));
        if (part.startsWith("**") && part.length > 4) return element("strong", {}, part.slice(2, -2));
        return part;
    });
}

export function paragraphs(text) {
    return (text ?? "").split("\n\n").map((paragraph) => element("p", {}, prose(paragraph)));
}

export function table(kind, heads, rows) {
    const head = element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text)));
    return element("table", { class: kind }, element("thead", {}, head), element("tbody", {}, rows));
}

// How long a button says that it has copied.
const COPIED_MS = 2000;

/** Says something to those who don't see it. */
function announce(text) {
    document.getElementById("said").textContent = text;
}

/** A block to copy from. */
export function sample(text, caption) {
    const button = element("button", { type: "button" }, words.copy);
    button.addEventListener("click", async () => {
        try {
            await navigator.clipboard.writeText(text);
            button.textContent = words.copied;
            announce(words.copied);
            setTimeout(() => { button.textContent = words.copy; }, COPIED_MS);
        } catch {
            getSelection().selectAllChildren(block);
        }
    });
    const block = element("pre", { tabindex: "0" }, element("code", {}, text));
    const box = element("div", { class: "box" }, block, button);
    return element("div", { class: "sample" }, caption ? element("p", { class: "caption" }, caption) : null, box);
}
