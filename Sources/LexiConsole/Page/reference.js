// The calls of the API, from the description that the service itself makes, each with a form to try it.

let description = null;

async function loadDescription() {
  description ??= (await call("GET", "/openapi.json", { anonymous: true })).json;
  return description;
}

const resolved = (schema) => (schema?.$ref ? description.components.schemas[schema.$ref.split("/").at(-1)] : schema) ?? {};

/** A value that a schema describes, to start from. */
function example(schema, depth = 0) {
  const form = resolved(schema);
  if (form.anyOf) return example(form.anyOf[0], depth);
  if (form.enum) return form.enum[0];
  const type = Array.isArray(form.type) ? form.type[0] : form.type;
  if (type === "object") {
    const required = Object.entries(form.properties ?? {}).filter(([name]) => (form.required ?? []).includes(name));
    return Object.fromEntries(required.map(([name, value]) => [name, depth > 4 ? null : example(value, depth + 1)]));
  }
  if (type === "array") return form.minItems > 0 || depth === 1 ? [example(form.items, depth + 1)] : [];
  if (type === "integer" || type === "number") return form.minimum ?? 0;
  if (type === "boolean") return false;
  if (form.format === "date-time") return new Date().toISOString().slice(0, 19) + "Z";
  if (form.format === "date") return new Date().toISOString().slice(0, 10);
  return form.minLength > 0 ? "text" : "";
}

/** The fields of a body, one a row. */
function fieldRows(schema, prefix = "", depth = 0) {
  const form = resolved(schema);
  return Object.entries(form.properties ?? {}).flatMap(([name, value]) => {
    const member = resolved(value);
    const inner = member.type === "array" ? resolved(member.items) : member;
    const type = [member.type].flat().filter(Boolean).join(" or ") || "any";
    const bounds = [
      member.enum ? member.enum.filter((one) => one !== null).map((one) => one || "(empty)").join(", ") : null, member.format,
      member.maxLength !== undefined ? `${member.minLength ?? 0} to ${member.maxLength} characters` : null,
      member.minimum !== undefined || member.maximum !== undefined ? `${member.minimum ?? "…"} to ${member.maximum ?? "…"}` : null,
    ].filter(Boolean).join("; ");
    const row = [key(prefix + name), `${type}${(form.required ?? []).includes(name) ? ", required" : ""}`, inline([value.description ?? member.description, bounds].filter(Boolean).join(" – "))];
    return [row, ...(inner.properties && depth < 2 ? fieldRows(inner, `${prefix}${name}${member.type === "array" ? "[]" : ""}.`, depth + 1) : [])];
  });
}

function parameterInput(parameter) {
  const { schema } = parameter;
  const label = `${parameter.name}${parameter.in === "path" ? " (path)" : parameter.in === "header" ? " (header)" : ""}${parameter.required ? " *" : ""}`;
  const choices = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  const input = choices
    ? h("select", {}, h("option", { value: "" }, "–"), choices.map((choice) => h("option", {}, choice)))
    : h("input", { type: "text", autocomplete: "off", spellcheck: "false", required: parameter.required, inputmode: schema.type === "integer" ? "numeric" : null });
  return { parameter, input, element: field(label, input, parameter.description) };
}

/** The address of a call with the values of its parameters. */
function address(path, inputs) {
  let filled = path;
  const query = new URLSearchParams();
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (parameter.in === "query" && input.value !== "") query.append(parameter.name, input.value);
  }
  // `+` for a space is a form's, not a URL's.
  const text = query.toString().replaceAll("+", "%20");
  return text ? `${filled}?${text}` : filled;
}

/** What the names of files of a media type end with; the service reads no others. */
const endings = { "application/json": ".json", "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/apkg": ".apkg" };

/** A link that saves a body which is not shown, or not all of it. */
function saving(content, name) {
  const address = URL.createObjectURL(content);
  return h("p", {}, h("a", { href: address, download: name }, `Save ${name}`));
}

function shownAnswer(answer, name) {
  const { response, content, text, took, json } = answer;
  const ending = endings[(response.headers.get("content-type") ?? "").split(";")[0]] ?? "";
  const fields = ["etag", "location", "retry-after", "ratelimit", "x-request-id"].map((name) => [name, response.headers.get(name)]).filter(([, value]) => value);
  const body = json === undefined ? text : JSON.stringify(json, null, 2);
  return [
    h("p", {}, h("span", { class: `status ${response.ok ? "good" : "bad"}` }, `${response.status} ${response.statusText}`), ` in ${seconds(took / 1000)}, ${bytes(content.size)}`),
    fields.length ? h("p", { class: "mono" }, fields.map(([name, value]) => h("span", {}, `${name}: ${value}`, h("br")))) : null,
    content.size && response.ok && (!text || (ending && ending !== ".json") || body.length > 200000) ? saving(content, name + ending) : null,
    body ? h("pre", { tabindex: "0", "aria-label": "Body of the answer" }, body.length > 200000 ? `${body.slice(0, 200000)}\n… (the rest is not shown)` : body) : null,
  ].filter(Boolean);
}

function tryForm(method, path, operation, shared) {
  const inputs = [...shared, ...(operation.parameters ?? [])].map(parameterInput);
  const content = Object.entries(operation.requestBody?.content ?? {});
  const types = content.length > 1 ? h("select", {}, content.map(([type]) => h("option", {}, type))) : null;
  const body = content.length
    ? h("textarea", { rows: 6, spellcheck: "false" }, JSON.stringify(example(content[0][1].schema), null, 2)) : null;
  const file = content.some(([type]) => !/json/.test(type))
    ? h("input", { type: "file", accept: Object.values(endings).join(), onchange: () => {
      const ending = Object.keys(endings).find((type) => file.files[0]?.name.endsWith(endings[type]));
      if (types && content.some(([type]) => type === ending)) types.value = ending;
    } }) : null;
  const answer = h("div", { class: "inside", "aria-live": "polite" });
  const send = async (event) => {
    event.preventDefault();
    for (const link of answer.querySelectorAll("a[download]")) URL.revokeObjectURL(link.href);
    const headers = {};
    for (const { parameter, input } of inputs) if (parameter.in === "header" && input.value) headers[parameter.name] = input.value;
    const sent = file?.files[0] ?? (body?.value || undefined);
    if (sent) headers["Content-Type"] = types?.value ?? content[0][0];
    answer.replaceChildren(h("p", {}, "Sending…"));
    try {
      const found = await call(method.toUpperCase(), address(path, inputs), { headers, body: sent });
      answer.replaceChildren(...shownAnswer(found, path.split("/").at(-1)));
    } catch (failure) {
      answer.replaceChildren(h("p", { class: "status bad" }, `No answer: ${failure.message}`));
    }
  };
  return h("form", { class: "inside", onsubmit: send },
    inputs.length ? h("div", { class: "row" }, inputs.map((one) => one.element)) : null,
    types ? field("Media type", types) : null,
    body ? field("Body", body) : null,
    file ? field("File", file, "Sent in place of the body.") : null,
    h("div", { class: "row" }, h("button", {}, `Send ${method.toUpperCase()}`)), answer);
}

function operationElement(method, path, operation, shared) {
  const inside = h("div", { class: "inside" });
  const element = h("details", { class: "call", id: `call-${operation.operationId}`, ontoggle: () => {
    if (!element.open || inside.childElementCount) return;
    const form = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    const rows = form ? fieldRows(form) : [];
    inside.append(
      h("p", {}, inline(operation.summary), operation.description ? ` ${operation.description}` : " For anybody."),
      ...(rows.length ? [h("h3", {}, "Body"), table(["Field", "Type", "About"], rows)] : []),
      h("h3", {}, "Try it"), tryForm(method, path, operation, shared),
      h("h3", {}, "Answers"),
      table(["Status", "About"], Object.entries(operation.responses).map(([status, answer]) => [status, inline(answer.description)])));
  } },
  h("summary", {}, h("span", { class: `method ${method}` }, method.toUpperCase()), h("span", { class: "path" }, path), h("span", { class: "what" }, operation.summary)),
  inside);
  return element;
}

const methods = ["get", "post", "put", "patch", "delete"];

async function showReference(main) {
  main.replaceChildren(h("p", {}, "Reading the description…"));
  await loadDescription();
  const byTag = new Map();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of methods.filter((name) => item[name])) {
      const tag = item[method].tags?.[0] ?? "other";
      if (!byTag.has(tag)) byTag.set(tag, []);
      const element = operationElement(method, path, item[method], item.parameters ?? []);
      byTag.get(tag).push({ element, text: `${method} ${path} ${item[method].summary} ${item[method].operationId}`.toLowerCase() });
    }
  }
  const sections = [...byTag].map(([tag, calls]) => ({ calls, element: h("section", { class: "panel" }, h("h2", {}, tag), calls.map((one) => one.element)) }));
  const search = h("input", { type: "search", placeholder: "path, word or operation", oninput: () => {
    const wanted = search.value.toLowerCase();
    for (const { calls, element } of sections) {
      for (const one of calls) one.element.hidden = !one.text.includes(wanted);
      element.hidden = calls.every((one) => one.element.hidden);
    }
  } });
  main.replaceChildren(h("div", { class: "stack" },
    h("div", { class: "row" }, h("h2", {}, "Calls"), field("Search", search)),
    h("p", {}, "From /openapi.json. A call is sent to this service, with the token above if there is one, and changes what is stored as any call does."),
    sections.map((one) => one.element)));
}
