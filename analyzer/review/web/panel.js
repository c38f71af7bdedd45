"use strict";
// The labels of the place that is looked at, each with what can be done to it and the key for it.
const Panel = (() => {
  const percent = (score) => `${Math.round(score * 100)}%`;

  const action = (name, key, does) => {
    const button = make("button", { type: "button", "data-key": key }, name, " ", make("kbd", {}, key));
    button.addEventListener("click", does);
    return button;
  };

  const source = (label) =>
    Talk.isByPerson(label)
      ? `by ${label.source.slice("person:".length)}`
      : `${label.source.split(":")[0]}, ${percent(label.score)} sure${label.sure ? "" : ", only possible"}`;

  const labelLine = (session, kind, label) =>
    make(
      "div",
      { class: "label" },
      make("b", {}, Talk.nameOf(session, kind, label.category)),
      make("span", { class: "quiet" }, source(label)),
      label.because.length
        ? make("span", { class: "quiet because" }, "because of ", make("bdi", {}, label.because.join(" · ")))
        : null,
    );

  const card = (title, ...inside) => make("section", { class: "card" }, make("h2", {}, title), ...inside);

  const buttons = (...actions) => make("div", { class: "actions" }, ...actions);

  const drawQueue = (view, keys) => {
    const { outlook, items } = view.queue;
    const wrong = Math.round(outlook.wrong);
    const told = outlook.is_enough
      ? `About ${counted(wrong)} of all labels are still wrong: looking on hardly pays.`
      : `About ${counted(wrong)} of ${counted(outlook.n_open)} labels that nobody looked at are wrong; of the next ${Math.min(20, items.length)} about ${Math.round(outlook.soon)}.`;
    const place = view.at === null ? "" : `${view.at + 1} of ${counted(items.length)}`;
    byId("queue-part").replaceChildren(
      card(
        "To look at",
        make("p", { class: outlook.is_enough ? "enough" : "" }, place ? make("b", {}, place) : null, " ", told),
        make("p", { class: "quiet" }, `${plural(outlook.n_settled, "label")} settled by people.`),
        buttons(action("Next", "n", keys.n), action("Back", "b", keys.b)),
      ),
    );
  };

  const adviceCard = (view, keys) => {
    const { session, first, end } = view;
    const given = session.advice[Talk.adviceAt(session, first)];
    const chosen = plural(end - first, "sentence");
    if (!given) return card("No advice here", buttons(action(`Make advice of ${chosen}`, "c", keys.c)));
    const stands = given.labels.map((it) => labelLine(session, "advice", it));
    return card(
      "Advice",
      ...(stands.length ? stands : [make("p", { class: "quiet" }, "no category")]),
      make("p", { class: "quiet" }, plural(given.end - given.first, "sentence")),
      buttons(
        action("Accept", "a", keys.a),
        action("Change", "c", keys.c),
        action("Reject", "x", keys.x),
        action("Split here", "s", keys.s),
        action("Merge with next", "m", keys.m),
        action(`Fit to ${chosen}`, "f", keys.f),
      ),
    );
  };

  const problemCard = (view, keys) => {
    const { session, first } = view;
    const exchange = session.exchanges[Talk.exchangeAt(session, first)];
    if (!exchange) return null;
    const { problem } = exchange;
    return card(
      "Problem",
      problem ? labelLine(session, "problem", problem) : make("p", { class: "quiet" }, "none is named"),
      buttons(
        problem ? action("Accept", "y", keys.y) : null,
        action("Change", "p", keys.p),
        problem ? action("Reject", "z", keys.z) : null,
      ),
    );
  };

  const sentenceCard = (view, keys) => {
    const { session, first, end } = view;
    const [move] = session.moves[first];
    const segment = session.segments[Talk.segmentAt(session, first)];
    const row = (name, value, key) =>
      make("div", { class: "row" }, make("span", { class: "quiet" }, name), make("bdi", {}, value), action("Change", key, keys[key]));
    return card(
      end - first === 1 ? "Sentence" : `${end - first} sentences`,
      row("does", move ?? "not told", "v"),
      segment ? row("is in", segment[2], "g") : null,
    );
  };

  const voiceCard = (view, keys) => {
    const voice = view.session.voices[view.voice];
    const row = (name, value, key) =>
      make("div", { class: "row" }, make("span", { class: "quiet" }, name), make("bdi", {}, value), action("Change", key, keys[key]));
    const label = voice.label ? make("p", { class: "quiet" }, "in the file: ", make("bdi", {}, voice.label)) : null;
    return card("Speaker", row("name", voice.name, "w"), row("role", voice.role, "r"), label);
  };

  const drawLabels = (view, keys) => {
    const cards = [adviceCard(view, keys), problemCard(view, keys), sentenceCard(view, keys), voiceCard(view, keys)];
    byId("labels-part").replaceChildren(...cards.filter(Boolean));
  };

  const drawDone = (view, keys) => {
    const { session } = view;
    const lines = session.corrected
      .toReversed()
      .map((it) => make("li", {}, `${it.kind.replaceAll("-", " ")} `, make("span", { class: "quiet" }, `by ${it.by}, ${it.at.slice(0, 16).replace("T", " ")}`)));
    byId("done-part").replaceChildren(
      card(
        `${plural(session.n_corrected, "correction")} in this session`,
        make("ol", { class: "done", reversed: "" }, ...lines),
        buttons(action("Take the last one back", "u", keys.u)),
      ),
    );
  };

  const draw = (view, keys) => {
    drawQueue(view, keys);
    if (!view.session) return;
    if (view.first === null) byId("labels-part").replaceChildren();
    else drawLabels(view, keys);
    drawDone(view, keys);
  };

  return { draw };
})();
