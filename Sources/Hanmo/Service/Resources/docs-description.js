// Reads openapi.json: what a schema says of a value, and what a body consists of.

import { language, say, words } from "./docs-words.js";

const METHODS = ["get", "post", "put", "delete"];
// Deeper fields than that are described by their schema's sentence alone.
const DEPTH_LIMIT = 4;

/** The whole description, once it is there. */
export let api;

export async function load() {
    const response = await fetch("openapi.json");
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    api = await response.json();
}

/** Follows references; what stands beside a reference comes first. */
export function resolve(thing) {
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
export function limits(schema) {
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
    // That a password is one says its name.
    if (schema.format && schema.format !== "password") parts.push(schema.format);
    if (schema.default !== undefined) parts.push(`${words.default} ${schema.default}`);
    if (typesOf(schema).includes("array") && schema.items) {
        const inner = limits(resolve(schema.items));
        if (inner) parts.push(`[ ${inner} ]`);
    }
    return parts.filter(Boolean).join(language === "zh" ? "，" : ", ");
}

export function typeName(schema) {
    const names = typesOf(schema).map((type) => words.types[type] ?? type);
    return names.length ? names.join(" | ") : words.anything;
}

/** An object's fields in one flat list, those of inner objects with their path. */
export function fieldsOf(schema, prefix = "", depth = 0) {
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
export function dataOf(schema) {
    for (const part of schema?.allOf ?? []) {
        if (part.properties?.data) return resolve(part.properties.data);
    }
    return null;
}

export function operations() {
    return Object.entries(api.paths).flatMap(([path, item]) =>
        METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
    );
}

export function examplesOf(media) {
    if (media.example !== undefined) return [{ value: media.example, caption: null }];
    return Object.values(media.examples ?? {}).map((example) => ({ value: example.value, caption: say(example, "summary") }));
}
