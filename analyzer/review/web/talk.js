"use strict";
// A session's words as elements: every sentence one of its own, marked with what was found in it.
const Talk = (() => {
  const clock = (ms) => {
    const seconds = Math.floor(ms / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((it) => String(it).padStart(2, "0")).join(":");
  };

  const nameOf = (session, kind, id) =>
    session.categories[kind].find((it) => it.id === id)?.name ?? id;

  const isByPerson = (label) => label.source.startsWith("person:");

  const state = (labels) => {
    if (labels.some(isByPerson)) return "settled";
    return labels.length && labels[0].sure ? "sure" : "possible";
  };

  const adviceAt = (session, n) => session.advice.findIndex((it) => it.first <= n && n < it.end);
  const exchangeAt = (session, n) => session.exchanges.findIndex((it) => it.first <= n && n < it.end);
  const segmentAt = (session, n) => session.segments.findIndex((it) => it[0] <= n && n < it[1]);

  const chip = (session, given) => {
    const names = given.labels.map((it) => nameOf(session, "advice", it.category));
    return make("b", { class: `chip ${state(given.labels)}` }, names.join(" + ") || "no category");
  };

  const sentence = (session, words, n) => {
    const number = adviceAt(session, n);
    const given = session.advice[number];
    const span = make("span", { class: "said", "data-n": String(n) }, words);
    if (!given) return [span];
    span.classList.add("advice", state(given.labels));
    return given.first === n ? [chip(session, given), span] : [span];
  };

  const segmentHead = (session, n) => {
    const at = session.segments[segmentAt(session, n)];
    return at && at[0] === n ? make("small", { class: "part" }, at[2]) : null;
  };

  const problemHead = (session, n) => {
    const at = session.exchanges[exchangeAt(session, n)];
    if (!at || at.first !== n) return null;
    const name = at.problem ? nameOf(session, "problem", at.problem.category) : "no problem named";
    const kind = at.problem ? state([at.problem]) : "none";
    return make("p", { class: "matter" }, "Problem: ", make("b", { class: `chip ${kind}` }, name));
  };

  const turnElement = (session, turn) => {
    const voice = session.voices[turn.voice];
    const by = make(
      "p",
      { class: "by" },
      make("bdi", {}, voice.name),
      make("span", { class: "quiet" }, ` ${voice.role}`, turn.ms === null ? "" : ` ${clock(turn.ms)}`),
    );
    const words = make("p", { class: "words", dir: "auto" });
    turn.says.forEach((said, place) => {
      if (turn.first === null) words.append(said);
      else {
        const n = turn.first + place;
        const head = place ? segmentHead(session, n) : null;
        words.append(...[head, ...sentence(session, said, n)].filter(Boolean));
      }
    });
    return make("div", { class: `turn ${voice.role}` }, by, words);
  };

  const draw = (session) => {
    const made = document.createDocumentFragment();
    const asides = (n) =>
      session.asides
        .filter((it) => it.before === n)
        .forEach((it) => made.append(make("p", { class: "outside", dir: "auto" }, `${it.kind}: ${it.text}`)));
    session.turns.forEach((turn, n) => {
      asides(n);
      if (turn.first !== null) {
        const heads = [problemHead(session, turn.first), segmentHead(session, turn.first)];
        made.append(...heads.filter(Boolean));
      }
      made.append(turnElement(session, turn));
    });
    asides(session.turns.length);
    return made;
  };

  return { draw, nameOf, isByPerson, adviceAt, exchangeAt, segmentAt };
})();
