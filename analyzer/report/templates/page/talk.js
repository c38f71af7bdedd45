"use strict";
// Shows one session: facts, findings, transcript, filters, and the way to a place in it.
const TalkView = (() => {
  const view = byId("view-session");
  const output = byId("talk-count");
  const selects = { voice: byId("talk-voice"), type: byId("talk-type"), part: byId("talk-part") };
  const list = byId("talk-turns");
  let shown = null;
  let runs = [];
  let heads = [];

  const findingsList = (talk) => {
    const found = [
      ...talk.matters
        .filter((matter) => matter.problem && matter.quoted)
        .map((matter) => ({ range: matter.quoted, kind: "Problem", tags: [matter.problem] })),
      ...talk.advice.map((given) => ({ range: given.quoted, kind: "Advice", tags: given.types })),
    ].sort((one, other) => one.range[0] - other.range[0]);
    const items = found.map(({ range, kind, tags }) => {
      const names = tags.map(typeName).join(", ") || byId("no-type").textContent;
      return make("li", { class: kind.toLowerCase() }, placeLink(talk.number, range, names));
    });
    byId("talk-findings").replaceChildren(...items);
    byId("talk-findings-box").hidden = items.length === 0;
  };

  const strip = (talk) => {
    const total = Math.max(1, ...talk.parts.map((part) => part.end));
    const svg = byId("talk-strip");
    const bar = (range, kind) => {
      const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("x", String((1000 * range[0]) / total));
      box.setAttribute("width", String(Math.max(2, (1000 * (range[1] - range[0])) / total)));
      box.setAttribute("height", "10");
      box.setAttribute("class", kind);
      return box;
    };
    svg.replaceChildren(
      bar([0, total], "ground"),
      ...talk.advice.map((given) => bar([given.first, given.end], "advice")),
      ...talk.matters.filter((it) => it.problem && it.quoted).map((it) => bar(it.quoted, "problem")),
    );
  };

  const resetSelect = (select, names) => {
    select.replaceChildren(select.options[0]);
    select.value = "";
    fillSelect(select, names);
    select.names = names;
  };

  const narrow = () => {
    const chosen = (name) => selects[name].names?.[selects[name].value] ?? null;
    const voice = selects.voice.value;
    const [type, part] = [chosen("type"), chosen("part")];
    const isOpen = !voice && !type && !part;
    const turns = new Set();
    const parts = new Set();
    const items = new Set();
    for (const run of runs) {
      const fits =
        (!voice || run.voice === Number(voice)) &&
        (!type || run.types.has(type)) &&
        (!part || run.part === part);
      run.element.hidden = !fits;
      items.add(run.item);
      if (fits) {
        turns.add(run.item);
        parts.add(run.place);
      }
    }
    for (const item of items) item.hidden = !turns.has(item);
    for (const { element, place } of heads) element.hidden = !parts.has(place);
    for (const element of list.querySelectorAll(".outside, .matter")) element.hidden = !isOpen;
    output.value = `${counted(turns.size)} of ${plural(items.size, "turn")} shown`;
  };

  const facts = (talk) => {
    byId("talk-heading").replaceChildren(make("bdi", {}, talk.heading));
    byId("talk-about").textContent = [talk.date, ...talk.about].filter(Boolean).join(" · ");
    byId("talk-file").replaceChildren(make("bdi", {}, talk.file));
    byId("talk-file").hidden = !talk.file;
    byId("talk-voices").replaceChildren(
      ...talk.voices.map((voice) =>
        make(
          "li",
          { class: voice.kind },
          make("bdi", {}, voice.name),
          voice.role ? make("span", { class: "meta" }, ` ${voice.role}`) : null,
        ),
      ),
    );
    byId("talk-warnings").replaceChildren(
      ...talk.warnings.map((warning) => make("li", {}, make("bdi", {}, warning))),
    );
    byId("talk-warnings").hidden = talk.warnings.length === 0;
  };

  const neighbours = async (talk) => {
    const { sessions } = await Data.index();
    const place = sessions.findIndex((session) => session.number === talk.number);
    for (const [id, session] of [
      ["talk-before", sessions[place - 1]],
      ["talk-after", sessions[place + 1]],
    ]) {
      byId(id).hidden = !session;
      if (session) byId(id).href = `#session-${session.number}`;
    }
  };

  const draw = (talk) => {
    shown = talk.number;
    view.dataset.shown = String(shown);
    const drawn = Transcript.draw(talk);
    ({ runs, heads } = drawn);
    list.replaceChildren(drawn.elements);
    facts(talk);
    strip(talk);
    findingsList(talk);
    resetSelect(
      selects.voice,
      talk.voices.map((voice) => voice.name),
    );
    resetSelect(selects.type, [...new Set(runs.flatMap((run) => [...run.types]))].sort());
    resetSelect(selects.part, [...new Set(runs.map((run) => run.part).filter(Boolean))]);
    narrow();
    neighbours(talk);
  };

  // Leads the eye and the focus to a range of sentences; with none to the top.
  const land = (range) => {
    for (const element of list.querySelectorAll(".here")) element.classList.remove("here");
    const found = [...list.querySelectorAll(".said")].filter(({ dataset }) => {
      const number = Number(dataset.n ?? -1);
      return range && range[0] <= number && number < range[1];
    });
    if (!found.length) {
      scrollTo(0, 0);
      byId("talk-heading").focus({ preventScroll: true });
      return;
    }
    if (found.some((element) => element.closest("[hidden]"))) {
      for (const select of Object.values(selects)) select.value = "";
      narrow();
    }
    for (const element of found) element.classList.add("here");
    const turn = found[0].closest(".turn");
    turn.focus({ preventScroll: true });
    found[0].scrollIntoView({ block: "center" });
  };

  // Shows a session; false where its words are not on the page.
  const show = async (number, range) => {
    const talk = await Data.talk(number);
    if (talk === null) return false;
    if (shown !== number) draw(talk);
    view.hidden = false;
    land(range);
    return true;
  };

  // To the next finding below the middle of the window, or the one above it.
  const step = (forward) => {
    const middle = innerHeight / 2;
    const found = [...list.querySelectorAll(".run:is(.advice, .problem)")]
      .filter((element) => element.querySelector(".label") && !element.closest("[hidden]"))
      .map((element) => ({ element, top: element.getBoundingClientRect().top - middle }));
    const next = forward
      ? found.find(({ top }) => top > 8)
      : found.filter(({ top }) => top < -8).at(-1);
    if (!next) return;
    next.element.closest(".turn").focus({ preventScroll: true });
    next.element.scrollIntoView({ block: "center" });
  };

  byId("talk-filters").addEventListener("input", narrow);
  byId("talk-next").addEventListener("click", () => step(true));
  byId("talk-previous").addEventListener("click", () => step(false));

  return { show, step, title: () => byId("talk-heading").textContent };
})();
