// One invite: where it stands, what was done about it, what is to come, and what can be done.

import { age, confirmed, el, get, post, say, state, table, when } from "./parts.js";

const WORDS = {
  INVITE_RECORDED: "Invite received", INVITE_REFUSED: "Invite not taken", INVITE_RETRACTED: "Inviter took it back",
  RETRACTION_SUSPECTED: "Said to be withdrawn, not proven", INVITE_FORGOTTEN: "Forgotten",
  OPERATION_STARTED: "Command taken up", COMMAND_ATTACHED: "Another command joined in", COMMAND_DEFERRED: "Command waits",
  JOIN_QUEUED: "Waits for its turn to join", OPERATION_ENDED: "Ended, the invite stands", COMMAND_CONCLUDED: "Outcome",
  WORK_ORDERED: "Ordered", WORK_ANSWERED: "Servers asked", WORK_UNANSWERED: "Nobody answered the order",
  LEAVE_SIGNED: "Leave signed here", JOINED: "Joined", LEFT: "Left", SERVERS_DENIED: "Not asked: denied by the room's ACL",
  REMOTE_LEAVE_RETRIED: "Room told again, on command", REMOTE_LEAVE_RESTING: "Room is told later",
  REMOTE_LEAVE_CONFIRMED: "Room has the leave", REMOTE_LEAVE_ENDED: "Room is not told any more",
  MEMBERSHIP_SEEN: "The homeserver says", OUTBOUND_STARTED: "Our invite set out", OUTBOUND_ANSWERED: "Their server answered",
  OUTBOUND_RESTING: "Tried again later", OUTBOUND_ENDED: "Ended",
};

const ASIDE = new Set(["at", "event", "attempts", "by", "outcome"]);

export class InviteView {
  constructor(room, user) {
    this.room = room;
    this.user = user;
    this.path = "api/v1/invites/" + encodeURIComponent(room) + "/" + encodeURIComponent(user);
    this.head = el("section", { "aria-labelledby": "about" }, el("p", { class: "note" }, "Loading …"));
    this.story = el("section", { "aria-labelledby": "story" });
    this.way = el("section", { "aria-labelledby": "way" });
    this.stale = false;
  }

  mount(main) {
    main.className = "";
    main.replaceChildren(this.head, this.story, this.way);
    return this.load();
  }

  /** Tells whether a change is about this invite; one load at a time, and once more if something came meanwhile. */
  changed(keys) {
    if (keys.some(key => key.room === this.room && key.user === this.user)) {
      this.load();
    }
  }

  async load() {
    if (this.loading) {
      this.stale = true;
      return;
    }
    this.loading = true;
    do {
      this.stale = false;
      await this.loadOnce();
    } while (this.stale);
    this.loading = false;
  }

  async loadOnce() {
    const [row, known, history] = await Promise.allSettled([
      get("api/v1/invites?limit=1&room=" + encodeURIComponent(this.room) + "&user=" + encodeURIComponent(this.user)),
      get(this.path), this.history(),
    ]);
    const view = row.value?.items[0];
    this.drawHead(view, known);
    this.drawStory(history, known.value);
    this.drawWay(known);
  }

  async history() {
    const first = await get(this.path + "/history?limit=1000");
    return first.next === undefined ? first : get(this.path + "/history?limit=1000&after=" + (first.total - 1000));
  }

  drawHead(view, known) {
    const doc = known.value;
    const name = doc?.state ?? view?.state ?? "UNKNOWN";
    const facts = [["Room", this.room], ["User", this.user]];
    if (view?.sender) {
      facts.push(["Invited by", view.sender]);
    }
    if (doc?.invite) {
      facts.push(["Invite", doc.invite.event_id + ", room version " + doc.invite.room_version]);
    }
    if (doc?.trace_id) {
      facts.push(["Trace", doc.trace_id]);
    }
    if (doc?.source) {
      facts.push(["Told by", doc.source.instance + (doc.source.role === "ACTIVE" ? ", which decides"
        : ", a warm copy" + (doc.source.lag > 0 ? ", " + doc.source.lag + " changes behind" : ""))]);
    }
    this.head.replaceChildren(
      el("h1", { id: "about" }, view?.room_name || "An invite without a name", " ", state(name)),
      el("dl", { class: "facts" }, facts.map(([term, text]) => [el("dt", null, term), el("dd", null, text)])),
      known.reason ? el("p", { class: "bad" }, known.reason.message) : "",
      this.buttons(name, doc));
  }

  buttons(name, doc) {
    const open = name === "INVITED" || name === "JOINING";
    const able = {
      accept: open, reject: open || name === "KNOCKED",
      retry: name === "INVITED" || (name === "LEFT" && doc?.background !== undefined),
    };
    return el("div", { class: "buttons" }, Object.entries(able).map(([type, can]) =>
      el("button", { type: "button", class: type === "accept" ? "strong" : "", disabled: !can, "data-command": type,
        click: () => this.command(type) }, type[0].toUpperCase() + type.slice(1))));
  }

  async command(type) {
    const ask = { accept: "Join the room for this user?", reject: "Leave for this user?", retry: "Try again now?" }[type];
    if (!await confirmed(ask, this.user + " in " + this.room + ". The command stands on the log under your name.", type)) {
      return;
    }
    say(type + " is on its way …");
    try {
      const outcome = await post("api/v1/commands", { type, room: this.room, user: this.user, wait_ms: 30000 });
      say(type + ": " + outcome.outcome.replaceAll("_", " ") + (outcome.detail ? ", " + outcome.detail : ""));
    } catch (failure) {
      say(type + " failed: " + failure.message);
    }
    this.load();
  }

  drawStory(history, doc) {
    const items = history.value?.items ?? [];
    this.story.replaceChildren(
      el("h2", { id: "story" }, "Timeline ", el("small", null, items.length + " of " + (history.value?.total ?? 0) + " events")),
      history.reason ? el("p", { class: "bad" }, history.reason.message) : "",
      el("ol", { class: "timeline" }, items.map(entry), toCome(doc)));
  }

  drawWay(known) {
    const routes = known.value?.routes ?? [];
    this.way.replaceChildren(
      el("h2", { id: "way" }, "Servers that lead into the room ", el("small", null, "as an accept or reject would ask them now")),
      routes.length === 0 ? el("p", { class: "note" }, "No server is known.") :
        el("ol", { class: "routes" }, routes.map(route => el("li", { class: route.standing === "ASKED" ? "" : "out" },
          el("b", null, route.server), " ", el("span", { class: "soft" }, route.why)))));
  }
}

function entry(item) {
  const details = Object.entries(item).filter(([key]) => !ASIDE.has(key));
  return el("li", null,
    el("h3", null, WORDS[item.event] ?? item.event.toLowerCase().replaceAll("_", " "), " ",
      item.outcome ? state(item.outcome) : ""),
    when(item.at), item.by ? [" by ", el("b", null, item.by)] : "",
    details.length === 0 ? "" : el("dl", { class: "facts" }, details.map(([key, value]) => [
      el("dt", null, key.replaceAll("_", " ")), el("dd", null, Array.isArray(value) ? value.join(", ") : value === true ? "yes" : value)])),
    item.attempts ? attempts(item.attempts) : "");
}

function attempts(list) {
  return table("Attempts", [["Server"], ["Step"], ["Result"], ["Took", "n"], ["Reason"]], list.map(attempt =>
    el("tr", null, el("td", { class: "id" }, attempt.server), el("td", null, attempt.step.toLowerCase()),
      el("td", null, state(attempt.result)), el("td", { class: "n" }, attempt.ms + " ms"),
      el("td", { class: "id" }, [attempt.status, attempt.errcode, attempt.detail].filter(Boolean).join(" ")))), "None.");
}

function toCome(doc) {
  const list = [];
  if (doc?.operation) {
    const now = doc.operation.server ? "sending to " + doc.operation.server
      : doc.operation.stage === "PREPARING" ? "asking " + doc.operation.candidates.join(", ") : doc.operation.stage.toLowerCase();
    list.push(el("li", { class: "come" }, el("h3", null, doc.operation.kind.toLowerCase() + " under way: " + now),
      "answered at the latest ", age(doc.operation.answer_by)));
  }
  if (doc?.background) {
    list.push(el("li", { class: "come" },
      el("h3", null, doc.background.next_at ? "The room is told of the leave again" : "The room is being told of the leave"),
      doc.background.next_at ? [age(doc.background.next_at), " · "] : "", "round " + (doc.background.round + 1)
        + ", at " + doc.background.servers.join(", ") + " · given up ", age(doc.background.give_up_at)));
  }
  if (doc?.signing) {
    list.push(el("li", { class: "come" }, el("h3", null, "The leave is being signed"), age(doc.signing.until)));
  }
  return list;
}
