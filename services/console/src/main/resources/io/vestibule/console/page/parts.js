// Everything that the views share: elements without markup in strings, the API, and the events.

export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return element;
}

export function table(caption, heads, rows, nothing) {
  if (rows.length === 0) {
    return el("p", { class: "note" }, nothing);
  }
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", null,
      el("caption", { class: "hidden" }, caption),
      el("thead", null, el("tr", null, heads.map(([text, kind]) => el("th", { scope: "col", class: kind }, text)))),
      el("tbody", null, rows)));
}

const GOOD = new Set(["JOINED", "LEFT", "SUCCEEDED", "INVITED", "RESIDENT", "RETRACTION_SENT"]);
const WAIT = new Set(["JOINING", "REJECTING", "KNOCKED", "LEFT_LOCALLY", "PENDING", "RATE_LIMITED"]);
const STATES_SOFT = new Set(["RETRACTED", "BANNED", "NONE", "UNKNOWN", "CANCELLED"]);

export function state(name) {
  const kind = GOOD.has(name) ? "good" : WAIT.has(name) ? "wait" : STATES_SOFT.has(name) ? "soft" : "bad";
  return el("span", { class: "state " + kind }, name.replaceAll("_", " "));
}

export function when(iso) {
  return el("time", { datetime: iso, title: iso }, new Date(iso).toLocaleString());
}

export function age(iso) {
  const seconds = Math.round((Date.now() - Date.parse(iso)) / 1000);
  const far = Math.abs(seconds);
  const text = far < 90 ? far + " s" : far < 5400 ? Math.round(far / 60) + " min"
    : far < 129600 ? Math.round(far / 3600) + " h" : Math.round(far / 86400) + " d";
  return el("time", { datetime: iso, title: iso }, seconds < 0 ? "in " + text : text);
}

export function inviteLink(room, user, text) {
  return el("a", { href: "#/invite/" + encodeURIComponent(room) + "/" + encodeURIComponent(user) }, text);
}

export function say(text) {
  const line = el("p", null, text);
  document.getElementById("said").append(line);
  setTimeout(() => line.remove(), 9000);
}

export function confirmed(title, text, yes) {
  const dialog = document.getElementById("confirm-dialog");
  document.getElementById("confirm-title").textContent = title;
  document.getElementById("confirm-text").textContent = text;
  document.getElementById("confirm-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

let asking;

function askForToken() {
  asking ??= new Promise(resolve => {
    const dialog = document.getElementById("token-dialog");
    dialog.addEventListener("close", () => {
      sessionStorage.setItem("vestibule-token", document.getElementById("token").value);
      document.getElementById("token").value = "";
      asking = undefined;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

function headers(more) {
  const token = sessionStorage.getItem("vestibule-token");
  return token ? { ...more, Authorization: "Bearer " + token } : { ...more };
}

async function send(path, options, more) {
  const answer = await fetch(path, { ...options, headers: headers(more) });
  if (answer.status === 401) {
    await askForToken();
    return send(path, options, more);
  }
  return answer;
}

export async function get(path, signal) {
  const answer = await send(path, { signal });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error ?? "status " + answer.status);
  }
  return json;
}

export async function post(path, body) {
  const by = document.getElementById("who").value.trim();
  const answer = await send(path, { method: "POST", body: JSON.stringify(by ? { ...body, by } : body) },
    { "Content-Type": "application/json" });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error ?? "status " + answer.status);
  }
  return json;
}

/** Follows the server-sent events for good; fetch instead of EventSource, because that shows no token. */
export async function follow(onEvent, onLink) {
  for (;;) {
    try {
      const answer = await send("api/v1/events", { headers: {} }, { Accept: "text/event-stream" });
      if (!answer.ok) {
        throw new Error("status " + answer.status);
      }
      onLink(true);
      await read(answer.body.pipeThrough(new TextDecoderStream()).getReader(), onEvent);
    } catch (gone) {
      console.debug("the events ended", gone);
    }
    onLink(false);
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}

async function read(reader, onEvent) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const fields = Object.fromEntries(part.split("\n").map(line => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }));
      if (fields.event && fields.data) {
        onEvent(fields.event, JSON.parse(fields.data));
      }
    }
  }
}
