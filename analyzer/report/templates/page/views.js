"use strict";
// One view at a time: which, the address says. Without this script all that is not data is read.
(() => {
  const views = [...document.querySelectorAll(".view")];
  const links = [...document.querySelectorAll(".views a")];
  const title = document.title;
  const help = byId("keys");
  const keysOn = byId("keys-on");
  let current = null;
  let asked = 0;

  const open = (id, heading) => {
    const isNew = current !== id;
    current = id;
    for (const view of views) view.hidden = view.id !== id;
    const area = id === "view-session" ? "view-sessions" : id;
    for (const link of links) {
      if (link.hash === `#${area}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.body.dataset.view = id;
    document.title = heading ? `${heading} · ${title}` : title;
    return isNew;
  };

  const openStatic = (id) => {
    const target = byId(id) ?? byId("view-overview");
    const view = target.closest(".view") ?? byId("view-overview");
    open(view.id, view.dataset.name);
    if (target === view) {
      scrollTo(0, 0);
      if (id) view.focus({ preventScroll: true });
      return;
    }
    target.scrollIntoView({ block: "start" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  const openTalk = async (number, range) => {
    const turn = asked;
    const talk = await Data.talk(number);
    if (turn !== asked) return;
    if (talk === null) {
      openStatic(`session-${number}`);
      return;
    }
    open("view-session", talk.heading);
    await TalkView.show(number, range);
  };

  const route = async () => {
    asked += 1;
    const [hash, query = ""] = location.hash.slice(1).split("?");
    const place = /^session-(\d+)(?:\/(\d+)-(\d+))?$/.exec(hash);
    if (place) {
      const range = place[2] === undefined ? null : [Number(place[2]), Number(place[3])];
      await openTalk(Number(place[1]), range);
    } else if (hash === "view-find") {
      if (open("view-find", byId("view-find").dataset.name)) byId("find-words").focus();
      await FindView.show(query);
    } else openStatic(hash);
  };

  // A quotation leads to its place in the transcript; with a mouse all of it does.
  const linkPlaces = () => {
    for (const link of document.querySelectorAll("a[data-place]"))
      if (link.dataset.place) link.href = `#${link.dataset.place}`;
  };
  const followQuote = (event) => {
    const quote = event.target.closest("blockquote");
    const link = quote?.closest(".quote")?.querySelector("a[href^='#session-']");
    if (link && getSelection().isCollapsed && !event.target.closest("a")) location.hash = link.hash;
  };

  const typing = () => /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
  const KEYS = {
    "/": () => {
      location.hash = "#view-find";
      byId("find-words").focus();
    },
    "?": () => help.showModal(),
    n: () => current === "view-session" && TalkView.step(true),
    p: () => current === "view-session" && TalkView.step(false),
    "[": () => current === "view-session" && !byId("talk-before").hidden && byId("talk-before").click(),
    "]": () => current === "view-session" && !byId("talk-after").hidden && byId("talk-after").click(),
  };
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing() || !keysOn.checked) return;
    if (help.open || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  };

  const narrowSessions = () => {
    const terms = Words.query(byId("sessions-words").value);
    const rows = [...document.querySelectorAll("#sessions-table tbody tr")];
    let n = 0;
    for (const row of rows) {
      row.hidden = terms !== null && !Words.passages(terms, [row.textContent]).length;
      n += row.hidden ? 0 : 1;
    }
    byId("sessions-count").value = `${counted(n)} of ${plural(rows.length, "session")} shown`;
  };

  document.documentElement.classList.add("scripted");
  if (!Data.canRead) {
    byId("too-old").hidden = false;
    return;
  }
  for (const element of document.querySelectorAll(".scripted-only")) element.hidden = false;
  for (const contents of document.querySelectorAll("nav details"))
    if (matchMedia("(max-width: 62rem)").matches) contents.open = false;
  linkPlaces();
  document.addEventListener("click", followQuote);
  document.addEventListener("keydown", press);
  byId("keys-open").addEventListener("click", () => help.showModal());
  byId("keys-close").addEventListener("click", () => help.close());
  byId("sessions-words").addEventListener("input", narrowSessions);
  addEventListener("hashchange", route);
  narrowSessions();
  route();
})();
