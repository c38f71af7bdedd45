"use strict";
// A session as elements: turns cut where parts and findings begin, each finding with its label.
const Transcript = (() => {
  // For each sentence: the numbers of the stretches of advice, matters and answers it belongs to.
  const findingsBySentence = (talk) => {
    const of = new Map();
    const at = (sentence) => {
      if (!of.has(sentence)) of.set(sentence, { advice: [], problem: [], answer: [] });
      return of.get(sentence);
    };
    const spread = (range, kind, number) => {
      for (let n = range[0]; n < range[1]; n += 1) at(n)[kind].push(number);
    };
    talk.advice.forEach((given, n) => {
      spread([given.first, given.end], "advice", n);
      if (given.answered) spread(given.answered, "answer", n);
    });
    talk.matters.forEach((matter, n) => {
      if (matter.problem && matter.quoted) spread(matter.quoted, "problem", n);
    });
    return of;
  };

  const reasons = (tags) =>
    make(
      "details",
      { class: "reasons" },
      make("summary", {}, "why"),
      ...tags.map((tag) =>
        make("p", {}, make("b", {}, typeName(tag)), ": ", make("bdi", {}, tag.why)),
      ),
    );

  const chips = (tags) => tags.map((tag) => make("b", { class: "chip" }, typeName(tag)));

  const adviceLabel = (talk, given) => {
    const label = make("div", { class: "label" });
    if (given.types.length) label.append(...chips(given.types));
    else label.append(make("b", { class: "chip" }, byId("no-type").textContent));
    if (given.script) label.append(make("span", { class: "chip script" }, "words to say"));
    if (given.uptake) {
      const words = `uptake: ${given.uptake}`;
      label.append(make("span", {}, given.answered ? placeLink(talk.number, given.answered, words) : words));
    }
    if (given.types.length) label.append(reasons(given.types));
    return label;
  };

  const problemLabel = (matter) =>
    make(
      "div",
      { class: "label" },
      make("b", { class: "chip" }, `Problem: ${typeName(matter.problem)}`),
      reasons([matter.problem]),
    );

  const answerLabel = (given) =>
    make("div", { class: "label" }, make("span", { class: "chip" }, `Answer: ${given.uptake}`));

  // What stands above a run of sentences: a label for every finding that begins there.
  const labels = (talk, found, sentence, isFirst) => [
    ...found.problem
      .map((n) => talk.matters[n])
      .filter((matter) => matter.quoted[0] === sentence)
      .map(problemLabel),
    ...found.answer
      .map((n) => talk.advice[n])
      .filter((given) => given.answered[0] === sentence)
      .map(answerLabel),
    ...found.advice
      .map((n) => talk.advice[n])
      .filter((given) => given.first === sentence)
      .map((given) => adviceLabel(talk, given)),
    isFirst && found.advice.some((n) => talk.advice[n].first < sentence)
      ? make("div", { class: "label" }, make("span", {}, "advice, going on"))
      : null,
  ];

  const NOTHING = { advice: [], problem: [], answer: [] };

  const sentences = (turn) =>
    turn.says.map((words, n) => ({
      words,
      number: turn.first === null ? null : turn.first + n,
    }));

  // A turn cut where a part or a finding begins or ends.
  const cutTurn = (turn, of, partOf) => {
    const cut = [];
    for (const { words, number } of sentences(turn)) {
      const found = of.get(number) ?? NOTHING;
      const key = JSON.stringify([found, partOf(number)]);
      if (cut.at(-1)?.key !== key) cut.push({ key, found, part: partOf(number), says: [] });
      cut.at(-1).says.push({ words, number });
    }
    return cut;
  };

  const runElement = (talk, run, isFirst) => {
    const { found } = run;
    const kinds = ["advice", "problem", "answer"].filter((kind) => found[kind].length);
    if (found.advice.some((n) => talk.advice[n].script)) kinds.push("script");
    const element = make("div", { class: ["run", ...kinds].join(" ") });
    element.append(...labels(talk, found, run.says[0].number, isFirst).filter(Boolean));
    const words = make("p", { dir: "auto" });
    for (const { words: said, number } of run.says) {
      const span = make("span", { class: "said" }, said);
      if (number !== null) span.dataset.n = String(number);
      words.append(span);
    }
    element.append(words);
    return element;
  };

  const turnElement = (talk, turn, cut, noted) => {
    const voice = talk.voices[turn.voice];
    const time = turn.time ? make("span", { class: "meta" }, turn.time) : null;
    const item = make(
      "div",
      { class: `turn ${voice.kind}`, tabindex: "-1" },
      make("p", { class: "by" }, make("bdi", {}, voice.name), " ", time),
    );
    cut.forEach((run, n) => {
      if (n > 0 && run.part !== cut[n - 1].part && run.part !== -1)
        item.append(partHead(talk.parts[run.part], run.part, noted));
      const element = runElement(talk, run, n === 0);
      item.append(element);
      noted.runs.push({
        element,
        item,
        voice: turn.voice,
        part: run.part === -1 ? "" : talk.parts[run.part].name,
        place: run.part,
        types: typesOf(talk, run.found),
      });
    });
    return item;
  };

  const typesOf = (talk, found) =>
    new Set([
      ...found.advice.flatMap((n) => talk.advice[n].types.map((tag) => `Advice: ${tag.name}`)),
      ...found.problem.map((n) => `Problem: ${talk.matters[n].problem.name}`),
    ]);

  const partHead = (part, place, noted) => {
    const element = make("h4", { class: "part" }, part.name);
    noted.heads.push({ element, place });
    return element;
  };

  const aside = (it) =>
    make(
      "p",
      { class: "outside", dir: "auto" },
      make("span", { class: "meta" }, `${it.kind}: `),
      it.text,
    );

  const chat = (talk) =>
    talk.chat.map((it) =>
      make(
        "p",
        { class: "outside", dir: "auto" },
        make("bdi", {}, make("b", {}, it.author)),
        it.time ? ` ${it.time}` : "",
        ": ",
        it.text,
      ),
    );

  const partFinder = (talk) => {
    const of = new Map();
    talk.parts.forEach((part, n) => {
      for (let sentence = part.first; sentence < part.end; sentence += 1) of.set(sentence, n);
    });
    return (sentence) => of.get(sentence) ?? -1;
  };

  // All that was said as elements; ``runs`` and ``heads`` are what filters show or hide.
  const draw = (talk) => {
    const noted = { runs: [], heads: [] };
    const of = findingsBySentence(talk);
    const partOf = partFinder(talk);
    const begun = { part: -1, matter: -1 };
    const made = document.createDocumentFragment();
    const asides = (n) => made.append(...talk.asides.filter((it) => it.before === n).map(aside));
    talk.turns.forEach((turn, n) => {
      asides(n);
      const cut = cutTurn(turn, of, partOf);
      const last = turn.first === null ? -1 : turn.first + turn.says.length;
      talk.matters.forEach((matter, number) => {
        if (number > begun.matter && matter.first < last) {
          made.append(make("h3", { class: "matter" }, make("bdi", {}, matter.heading)));
          begun.matter = number;
        }
      });
      const part = cut[0].part;
      if (part !== begun.part && part !== -1) made.append(partHead(talk.parts[part], part, noted));
      begun.part = cut.at(-1).part;
      made.append(turnElement(talk, turn, cut, noted));
    });
    asides(talk.turns.length);
    if (talk.chat.length) made.append(make("h3", {}, "Written beside the talk"), ...chat(talk));
    return { elements: made, ...noted };
  };

  return { draw };
})();
