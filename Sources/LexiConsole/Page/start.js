// Which part is shown follows from the address; the token is asked who it belongs to.

const parts = { state: showOverview, calls: showReference, explorer: showExplorer };
let leave = null;

async function show() {
  const [path, query] = (location.hash.replace(/^#\/?/, "") || "state").split("?");
  const name = parts[path] ? path : "state";
  const main = document.getElementById("main");
  // The skip link leads to the content and changes no part.
  if (location.hash === "#main") return main.focus();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  leave?.();
  leave = null;
  try {
    const ended = await parts[name](main, new URLSearchParams(query ?? ""));
    if (typeof ended === "function") leave = ended;
  } catch (failure) {
    main.replaceChildren(h("p", { class: "note bad" }, `This could not be shown: ${failure.message}`));
  }
}

async function showCaller() {
  const caller = document.getElementById("caller");
  token.isAdmin = false;
  if (!token.value) { caller.textContent = "No token: open calls only."; return; }
  try {
    const { response, json } = await call("GET", "/v1/me");
    token.isAdmin = response.ok && json.role === "ADMIN";
    caller.textContent = response.ok ? `${json.display_name}, ${json.role.toLowerCase()}` : json?.detail ?? `${response.status}`;
  } catch { caller.textContent = "No answer."; }
}

document.getElementById("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  token.value = document.getElementById("token").value.trim();
  await showCaller();
  if (location.hash.startsWith("#/explorer")) show();
});

document.getElementById("token").value = token.value;
addEventListener("hashchange", show);
show();
showCaller();
// One reading at a time, the next so long after the last one's end; none while nobody sees the page.
(async () => {
  for (;;) {
    if (!document.hidden) await takeFigures();
    await new Promise((resume) => setTimeout(resume, pollMilliseconds));
  }
})();
