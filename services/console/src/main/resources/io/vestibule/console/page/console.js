// The page: which view is shown, and the first view with everything at a glance.

import { age, confirmed, el, follow, get, inviteLink, post, say, state, table } from "./parts.js";
import { InviteView } from "./timeline.js";

const main = document.getElementById("main");
const who = document.getElementById("who");
let view;

class BoardView {
  mount() {
    main.className = "board";
    this.parts = Object.fromEntries(["counts", "oldest", "flight", "servers", "topics", "letters"].map(name =>
      [name, el("section", { id: name, class: ["counts", "topics", "letters"].includes(name) ? "wide" : "" })]));
    main.replaceChildren(el("h1", { class: "hidden" }, "Vestibule at a glance"), ...Object.values(this.parts));
    return get("api/v1/overview").then(overview => this.overview(overview)).catch(failure => say(failure.message));
  }

  overview(now) {
    if (main.contains(document.activeElement) && document.activeElement !== main && this.parts.letters.contains(document.activeElement)) {
      this.draw(now, ["counts", "oldest", "flight", "servers", "topics"]);
    } else {
      this.draw(now, Object.keys(this.parts));
    }
  }

  draw(now, names) {
    const focused = document.activeElement?.getAttribute?.("href");
    for (const name of names) {
      this.parts[name].replaceChildren(...this[name](now));
    }
    if (focused && document.activeElement === document.body) {
      main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  counts(now) {
    const counts = Object.entries(now.counts).filter(([, count]) => count > 0);
    return [
      el("h2", null, "Invites ", el("small", null, now.caught_up ? (now.complete ? "" : "of the newest that are kept in memory") : "still reading …")),
      counts.length === 0 ? el("p", { class: "note" }, "None yet.") : el("ul", { class: "counts" }, counts.map(([name, count]) =>
        el("li", null, el("a", { href: "#/find/state=" + name }, el("b", null, count), state(name))))),
    ];
  }

  oldest(now) {
    return [el("h2", null, "Oldest pending"), invites("Oldest pending invites", now.oldest_pending, "Nothing is pending.")];
  }

  flight(now) {
    return [
      el("h2", null, "In flight ", el("small", null, String(now.in_flight.count))),
      table("Work in flight", [["For"], ["What"], ["Server now"], ["Since", "n"]], now.in_flight.items.map(order => el("tr", null,
        el("td", { class: "id" }, inviteLink(order.room, order.user, order.user)),
        el("td", null, order.type.toLowerCase().replaceAll("_", " ")),
        el("td", { class: "id" }, order.asking.length > 0 ? order.asking.join(", ") : el("span", { class: "soft" }, order.servers.join(", "))),
        el("td", { class: "n" }, age(order.since)))), "Nobody is being asked."),
    ];
  }

  servers(now) {
    return [
      el("h2", null, "Other servers ", el("small", null, "of each the last hundred attempts")),
      table("How other servers did", [["Server"], ["Answered", "n"], ["Median", "n"], ["95 %", "n"], ["Last"]], now.servers.map(server => el("tr", null,
        el("td", { class: "id" }, server.server),
        el("td", { class: "n " + (server.answered_percent >= 90 ? "good" : server.answered_percent >= 50 ? "wait" : "bad") }, server.answered_percent + " %"),
        el("td", { class: "n" }, server.p50_ms + " ms"), el("td", { class: "n" }, server.p95_ms + " ms"),
        el("td", null, state(server.last_result), " ", age(server.last_at)))), "No server was asked of late."),
    ];
  }

  topics(now) {
    return [
      el("h2", null, "Topics"),
      table("Throughput and lag per topic", [["Topic"], ["Records", "n"], ["Per second", "n"], ["Behind"]], now.topics.map(topic => el("tr", null,
        el("td", { class: "id" }, topic.topic), el("td", { class: "n" }, topic.records.toLocaleString()),
        el("td", { class: "n" }, topic.per_second.toFixed(1)),
        el("td", null, topic.lag.map(lag => lag.group + " " + lag.records).join(", ")))), "Not known yet."),
    ];
  }

  letters(now) {
    return [
      el("h2", null, "Dead letters ", el("small", null, String(now.dead_letters.count))),
      table("Dead letters", [["Letter"], ["From"], ["Reason"], ["Failed", "n"], [""]], now.dead_letters.newest.map(letter => el("tr", null,
        el("td", null, letter.letter), el("td", { class: "id" }, letter.topic), el("td", { class: "id" }, letter.reason),
        el("td", { class: "n" }, age(letter.failed_at)),
        el("td", null, el("button", { type: "button", "data-letter": letter.letter, click: () => replay(letter.letter) }, "Replay")))), "None."),
    ];
  }

  changed() {}
}

function invites(caption, rows, nothing) {
  return table(caption, [["User"], ["Room"], ["State"], ["Since", "n"]], rows.map(row => el("tr", null,
    el("td", { class: "id" }, inviteLink(row.room, row.user, row.user)),
    el("td", { class: "id" }, row.room_name ? [el("b", null, row.room_name), " "] : "", el("span", { class: "soft" }, row.room)),
    el("td", null, state(row.state), row.remote_leave_pending ? el("span", { class: "soft" }, " room still to be told") : ""),
    el("td", { class: "n" }, age(row.since)))), nothing);
}

async function replay(letter) {
  if (!await confirmed("Replay dead letter " + letter + "?", "Its record is processed again, under your name.", "Replay")) {
    return;
  }
  try {
    const done = await post("api/v1/dead-letters/" + encodeURIComponent(letter) + "/replay", {});
    say(done.outcome ? "Replayed: " + done.outcome.replaceAll("_", " ") : "Replayed as " + done.topic + "-" + done.partition + "@" + done.offset);
  } catch (failure) {
    say("Not replayed: " + failure.message);
  }
}

class FoundView {
  constructor(query) {
    this.query = query;
    this.section = el("section", { id: "found" });
  }

  mount() {
    main.className = "";
    main.replaceChildren(this.section);
    return this.load();
  }

  async load(after) {
    try {
      const page = await get("api/v1/invites?" + this.query + (after ? "&after=" + encodeURIComponent(after) : ""));
      this.section.replaceChildren(
        el("h1", null, "Found ", el("small", { class: "soft" }, decodeURIComponent(this.query.replace("=", " ")))),
        page.complete ? "" : el("p", { class: "note" }, "Only the newest invites are kept in memory; older ones are found by their room and user with ./vestibule show."),
        invites("Invites", page.items, "No invite."),
        page.next ? el("div", { class: "buttons" }, el("button", { type: "button", click: () => this.load(page.next) }, "Next")) : "");
    } catch (failure) {
      this.section.replaceChildren(el("p", { class: "bad" }, failure.message));
    }
  }

  changed() {}
}

function show() {
  const [, kind, ...rest] = location.hash.slice(1).split("/");
  if (kind === "invite" && rest.length === 2) {
    view = new InviteView(decodeURIComponent(rest[0]), decodeURIComponent(rest[1]));
  } else if (kind === "find") {
    view = new FoundView(rest.join("/"));
  } else {
    view = new BoardView();
  }
  view.mount(main);
}

document.getElementById("search").addEventListener("submit", event => {
  event.preventDefault();
  const text = document.getElementById("query").value.trim();
  const [first, second] = text.split(/\s+/);
  if (first?.startsWith("!") && second?.startsWith("@")) {
    location.hash = "#/invite/" + encodeURIComponent(first) + "/" + encodeURIComponent(second);
  } else {
    location.hash = text ? "#/find/search=" + encodeURIComponent(text) : "#/";
  }
});
who.value = localStorage.getItem("vestibule-who") ?? "";
who.addEventListener("change", () => localStorage.setItem("vestibule-who", who.value.trim()));
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => {
  show();
  main.focus({ preventScroll: true });
});
show();
follow((event, data) => {
  if (event === "overview" && view instanceof BoardView) {
    view.overview(data);
  } else if (event === "changed") {
    view.changed(data);
  }
}, live => {
  const link = document.getElementById("link");
  link.textContent = live ? "live" : "reconnecting";
  link.className = live ? "live" : "lost";
});
