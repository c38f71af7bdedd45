"use strict";
// What is looked at, and what each key does to it.
(() => {
  const MOVES = "promotion logistics social script question-open question-closed gap commitment directive reflection affirmation acknowledgement story rationale situation other".split(" ");
  const SEGMENTS = "front question opening exploration advice closing takeaway logistics promotion comments".split(" ");
  const ROLES = "coach client other unknown".split(" ");
  const HELP = [
    ["n b", "next and last one to look at"],
    ["j k", "next and last sentence (also the arrow keys)"],
    ["J K", "choose one sentence more, or one less (or click with Shift)"],
    ["a", "accept the advice's labels"],
    ["c", "change them, or make advice of the chosen sentences; Shift+Enter takes a second category"],
    ["x", "reject: this is no advice"],
    ["s", "split the advice before this sentence"],
    ["m", "merge the advice with the next"],
    ["f", "make the advice the chosen sentences"],
    ["y p z", "accept, change, reject the problem"],
    ["v", "what the sentences do"],
    ["g", "which part of the session they belong to"],
    ["w r", "name and role of who speaks"],
    ["u", "take back your last correction in this session"],
    ["o", "open a session"],
    ["?", "these keys"],
  ];
  // ``session`` is looked at, sentences [first, end) of it are chosen, ``anchor`` is where that began.
  const view = { start: null, queue: { items: [], outlook: {} }, at: null, session: null, first: null, end: null, anchor: null, voice: 0, by: "" };
  let last = Promise.resolve();
  let sinceQueued = 0;

  const say = (words, isWrong = false) => {
    const place = byId("said");
    place.textContent = words;
    place.className = isWrong ? "wrong" : "";
  };

  const spans = () => [...byId("transcript").querySelectorAll(".said")];
  const spanOf = (n) => byId("transcript").querySelector(`.said[data-n="${n}"]`);
  const sentenceCount = () => view.session.moves.length;
  const voiceOf = (n) =>
    view.session.turns.find((it) => it.first !== null && it.first <= n && n < it.first + it.says.length)?.voice ?? 0;

  const redraw = () => Panel.draw(view, does);

  const choose = (anchor, head, { follows = true } = {}) => {
    const last = sentenceCount() - 1;
    if (last < 0) return;
    const [one, other] = [anchor, head].map((it) => Math.max(0, Math.min(last, it)));
    view.anchor = one;
    view.head = other;
    view.first = Math.min(one, other);
    view.end = Math.max(one, other) + 1;
    view.voice = voiceOf(view.first);
    spans().forEach((it) => {
      const n = Number(it.dataset.n);
      it.classList.toggle("here", view.first <= n && n < view.end);
    });
    if (follows) spanOf(other)?.scrollIntoView({ block: "center" });
    redraw();
  };

  const named = (session) => session.title ?? session.path.split(/[\\/]/).at(-1);

  const show = (session) => {
    view.session = session;
    const place = byId("transcript");
    const top = place.scrollTop;
    place.replaceChildren(Talk.draw(session));
    place.scrollTop = top;
    byId("session-name").replaceChildren(
      make("bdi", {}, named(session)),
      session.held_on ? ` ${session.held_on}` : "",
    );
  };

  const open = async (id, first = 0, end = 1) => {
    if (view.session?.id !== id) {
      show(await Server.session(id));
      byId("transcript").scrollTop = 0;
    }
    choose(first, end - 1);
    spanOf(first)?.scrollIntoView({ block: "center" });
  };

  const go = async (at) => {
    const item = view.queue.items[at];
    if (!item) {
      say(at < 0 ? "This is the first." : "Nothing else is to be looked at.");
      return;
    }
    view.at = at;
    await open(item.session, item.first, item.end);
    if (item.kind === "problem") say("Is this the problem that is brought? y accepts it, p changes it.");
    else say("Is this the advice that is given? a accepts it, c changes it, x rejects it.");
  };

  const readQueue = async () => {
    view.queue = await Server.queue();
    sinceQueued = 0;
    view.at = null;
  };

  // What the server would say again, told without asking it.
  const count = (item) => {
    const { outlook } = view.queue;
    view.queue.outlook = {
      ...outlook,
      n_open: outlook.n_open - 1,
      n_settled: outlook.n_settled + 1,
      wrong: Math.max(0, outlook.wrong - (1 - item.score)),
    };
  };

  // After a label was settled: on to the next in the queue, if this was it.
  const onwards = async (kind) => {
    const item = view.queue.items[view.at ?? -1];
    const isIt = item && item.kind === kind && item.session === view.session.id;
    if (!isIt || item.first >= view.end || view.first >= item.end) return;
    count(item);
    sinceQueued += 1;
    if (sinceQueued >= 20) {
      await readQueue();
      await go(0);
    } else await go(view.at + 1);
  };

  // One after another: a key that is pressed while the last one is still being kept waits for it.
  const alone = (work) => () => {
    last = last.then(work).catch((error) => say(error.message, true));
    return last;
  };

  const settle = async (change, words, { goesOn = null } = {}) => {
    const { first, end } = view;
    show(await Server.correct(view.session, view.by, change));
    choose(Math.min(view.anchor, view.head), Math.max(view.anchor, view.head), { follows: false });
    say(`Kept: ${words}.`);
    if (goesOn && first === view.first && end === view.end) await onwards(goesOn);
  };
  const settleAlone = (...how) => alone(() => settle(...how))();

  const advice = () => view.session.advice[Talk.adviceAt(view.session, view.first)];
  const needed = (finding, words) => {
    if (!finding) throw new Error(words);
    return finding;
  };
  const at = (finding) => ({ first: finding.first, end: finding.end });
  const chosen = () => ({ first: view.first, end: view.end });
  const listed = (names) => names.map((it) => ({ id: it, name: it }));

  const changeAdvice = () => {
    const given = advice();
    const place = given ? at(given) : chosen();
    const options = view.session.categories.advice;
    Pick.choose("Which advice is it?", options, (option, isBeside) => {
      const others = isBeside && given ? given.labels.map((it) => it.category) : [];
      const categories = [...new Set([...others.slice(0, 1), option.id])];
      settleAlone({ kind: "label-advice", ...place, categories }, option.name, { goesOn: "advice" });
    }, given ? "Shift+Enter puts it beside the first." : `Advice of ${plural(view.end - view.first, "sentence")}.`);
  };

  const exchange = () => needed(view.session.exchanges[Talk.exchangeAt(view.session, view.first)], "No exchange stands here.");

  const changeProblem = () => {
    const place = at(exchange());
    Pick.choose("Which problem is brought?", view.session.categories.problem, (option) =>
      settleAlone({ kind: "set-problem", ...place, category: option.id }, option.name, { goesOn: "problem" }));
  };

  const merge = async () => {
    const given = needed(advice(), "No advice stands here.");
    const next = needed(view.session.advice[view.session.advice.indexOf(given) + 1], "There is no advice after this one.");
    await settle({ kind: "merge-advice", first: given.first, end: next.end }, "merged");
  };

  const undo = async () => {
    show(await Server.undo(view.session, view.by));
    choose(view.anchor ?? 0, view.head ?? 0, { follows: false });
    say("Taken back.");
  };

  const openSession = () => {
    const options = view.start.sessions.map((it) => ({
      id: it.id,
      name: named(it),
      about: [it.held_on, it.clients.join(", "), it.n_corrected ? plural(it.n_corrected, "correction") : ""].filter(Boolean).join(" · "),
    }));
    Pick.choose("Which session?", options, (option) => alone(() => open(option.id))());
  };

  const reviewer = () => Pick.write("Who corrects?", view.by, (name) => {
    if (!name.trim()) return;
    view.by = name.trim();
    byId("reviewer").textContent = view.by;
  });

  const reject = async () => {
    const given = needed(advice(), "No advice stands here.");
    await settle({ kind: "reject-advice", ...at(given) }, "no advice", { goesOn: "advice" });
  };

  const accept = async () => {
    const given = needed(advice(), "No advice stands here.");
    if (!given.labels.length) throw new Error("It has no category yet: c gives one, x says that it is no advice.");
    const categories = given.labels.map((it) => it.category);
    await settle({ kind: "label-advice", ...at(given), categories }, "accepted", { goesOn: "advice" });
  };

  const acceptProblem = async () => {
    const it = exchange();
    const { category } = needed(it.problem, "No problem is named here: p names one.");
    await settle({ kind: "set-problem", ...at(it), category }, "problem accepted", { goesOn: "problem" });
  };

  // With no sentence chosen there is nothing to do anything to.
  const here = (work) => () => {
    if (view.first === null) say("Choose a sentence first: n goes to the first one to look at.", true);
    else work();
  };
  const hereAlone = (work) => here(alone(work));
  const step = (by) => here(() => choose(view.head + by, view.head + by));
  const stretch = (by) => here(() => choose(view.anchor, view.head + by));

  const does = {
    n: alone(() => go(view.at === null ? 0 : view.at + 1)),
    b: alone(() => go((view.at ?? 0) - 1)),
    j: step(1), k: step(-1), ArrowDown: step(1), ArrowUp: step(-1),
    J: stretch(1), K: stretch(-1),
    a: hereAlone(accept),
    c: here(changeAdvice),
    x: hereAlone(reject),
    s: hereAlone(() => settle({ kind: "split-advice", ...at(needed(advice(), "No advice stands here.")), at: view.first }, "split")),
    m: hereAlone(merge),
    f: hereAlone(() => {
      const given = needed(advice(), "No advice stands here.");
      return settle({ kind: "shape-advice", ...at(given), to_first: view.first, to_end: view.end }, "reshaped");
    }),
    y: hereAlone(acceptProblem),
    p: here(() => alone(async () => changeProblem())()),
    z: hereAlone(() => settle({ kind: "set-problem", ...at(exchange()), category: null }, "no problem", { goesOn: "problem" })),
    v: here(() => Pick.choose("What does it do?", listed(MOVES), (it) => settleAlone({ kind: "set-move", ...chosen(), move: it.id }, it.id))),
    g: here(() => Pick.choose("Which part is it?", listed(SEGMENTS), (it) => settleAlone({ kind: "set-segment", ...chosen(), segment: it.id }, it.id))),
    r: here(() => Pick.choose("What is the speaker here?", listed(ROLES), (it) => settleAlone({ kind: "set-role", speaker: view.voice, role: it.id }, it.id))),
    w: here(() => Pick.write("What is the speaker called?", view.session.voices[view.voice].name, (name) => settleAlone({ kind: "set-name", speaker: view.voice, name }, name))),
    u: alone(undo),
    o: openSession,
    "?": () => byId("help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || event.target.matches("input")) return;
    const work = does[event.key];
    if (!work || !view.start) return;
    event.preventDefault();
    work();
  });

  byId("transcript").addEventListener("click", (event) => {
    const said = event.target.closest(".said");
    if (!said) return;
    const n = Number(said.dataset.n);
    choose(event.shiftKey && view.anchor !== null ? view.anchor : n, n, { follows: false });
  });
  byId("choose-session").addEventListener("click", does.o);
  byId("show-help").addEventListener("click", does["?"]);
  byId("reviewer").addEventListener("click", reviewer);

  const begin = async () => {
    byId("help-keys").append(
      ...HELP.map(([keys, about]) =>
        make("div", {}, make("dt", {}, ...keys.split(" ").map((it) => make("kbd", {}, it))), make("dd", {}, about))),
    );
    view.start = await Server.start();
    view.by = view.start.reviewer;
    byId("reviewer").textContent = view.by;
    await readQueue();
    if (view.queue.items.length) await go(0);
    else if (view.start.sessions.length) await open(view.start.sessions[0].id);
    else say("The archive holds no session.", true);
    document.body.dataset.ready = "true";
  };
  alone(begin)();
})();
