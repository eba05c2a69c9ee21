"use strict";

// Elements are made here, and texts only ever become text nodes: nothing that the service answers is read as HTML.
const svgSpace = "http://www.w3.org/2000/svg";

/** An element with attributes (`onclick` and the like are listeners) and children; `svg:` names are SVG's. */
function h(name, attributes = {}, ...children) {
  const isDrawing = name.startsWith("svg:");
  const element = isDrawing ? document.createElementNS(svgSpace, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function table(headings, rows, kind = "") {
  const cell = (name, value) => {
    if (value instanceof Element && value.localName === "td") return value;
    return h(name, { class: typeof value === "number" ? "n" : null }, typeof value === "number" ? count(value) : value ?? "–");
  };
  return scrolled(
    h("table", { class: kind },
      h("thead", {}, h("tr", {}, headings.map((text) => h("th", { scope: "col", class: text.startsWith(">") ? "n" : null }, text.replace(/^>/, ""))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((value) => cell("td", value)))))));
}

/** What may be wider than the page: it scrolls, with the keyboard, too, where it is. */
function scrolled(...children) {
  const element = h("div", { class: "scroll" }, ...children);
  new ResizeObserver(() => {
    if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0"); else element.removeAttribute("tabindex");
  }).observe(element);
  return element;
}

/** A text whose parts in backticks are code. */
const inline = (text) => h("span", {}, text.split("`").map((part, place) => (place % 2 === 1 ? h("code", {}, part) : part)));

const number = (text) => h("td", { class: "n" }, text);
const key = (text) => h("td", { class: "key" }, text);

let lastField = 0;
/** A field with its label; `input` is the control. */
function field(label, input, help) {
  input.id ||= `field-${++lastField}`;
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, help ? h("small", {}, help) : null);
}

function count(value) {
  if (!Number.isFinite(value)) return "–";
  if (value !== 0 && Math.abs(value) < 10) return String(Number(value.toPrecision(2)));
  return Math.round(value).toLocaleString("en");
}

function bytes(value) {
  if (!Number.isFinite(value)) return "–";
  const units = ["B", "kB", "MB", "GB", "TB"];
  let place = 0;
  while (value >= 1000 && place < units.length - 1) { value /= 1000; place += 1; }
  return `${place === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[place]}`;
}

function seconds(value) {
  if (!Number.isFinite(value)) return "–";
  if (value < 0.001) return `${Number((value * 1e6).toPrecision(2))} µs`;
  if (value < 1) return `${Number((value * 1e3).toPrecision(2))} ms`;
  return `${Number(value.toPrecision(3))} s`;
}

/** The token that the calls of this page carry. It stays in this tab. */
const token = {
  /** Whether it is an admin's, as the service said last. */
  isAdmin: false,
  get value() { return sessionStorage.getItem("token") ?? ""; },
  set value(text) { if (text) sessionStorage.setItem("token", text); else sessionStorage.removeItem("token"); },
};

/** Calls the service; the token goes along where there is one. */
async function call(method, path, { body, headers = {}, anonymous = false } = {}) {
  if (token.value && !anonymous) headers.Authorization = `Bearer ${token.value}`;
  const begun = performance.now();
  const response = await fetch(path, { method, headers, body, cache: "no-store", credentials: "omit", redirect: "error" });
  const content = await response.blob();
  const type = response.headers.get("content-type") ?? "";
  const text = /json|^text\//.test(type) ? await content.text() : "";
  return { response, content, text, took: performance.now() - begun, json: parsed(text, type) };
}

function parsed(text, type) {
  if (!/json/.test(type)) return undefined;
  try { return JSON.parse(text); } catch { return undefined; }
}
