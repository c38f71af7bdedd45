"use strict";
// Looks through all sessions: words, kinds of findings, types, speakers, parts, clients.
const FindView = (() => {
  const AT_ONCE = 30;
  const STEP_MS = 400;
  const form = byId("find-form");
  const words = byId("find-words");
  const output = byId("find-count");
  const list = byId("find-hits");
  const more = byId("find-more");
  // Names of the select, and of the list in the index that its values are places in.
  const NAMES = {
    type: "types",
    problem: "problems",
    part: "parts",
    person: "people",
    client: "clients",
  };
  const selects = Object.fromEntries(Object.keys(NAMES).map((name) => [name, byId(`find-${name}`)]));
  const look = byId("find-look");
  let index = null;
  let hits = [];
  let drawn = 0;
  let running = 0;

  const prepare = async () => {
    if (index) return;
    index = await Data.index();
    for (const [name, field] of Object.entries(NAMES)) fillSelect(selects[name], index[field]);
  };

  const chosen = () => {
    const found = { look: look.value };
    for (const [name, select] of Object.entries(selects))
      found[name] = select.value === "" ? null : Number(select.value);
    return found;
  };

  const LOOKS = {
    all: () => true,
    advice: (finding) => finding.kind === "advice",
    problem: (finding) => finding.kind === "problem",
    script: (finding) => finding.script,
    commitment: (finding) => finding.uptake === "commitment",
    objection: (finding) => finding.uptake === "objection",
    gap: (finding) => finding.uptake === "gap",
  };

  const fits = (finding, wanted) =>
    LOOKS[wanted.look](finding) &&
    (wanted.type === null || finding.types.includes(wanted.type)) &&
    (wanted.problem === null || finding.problem === wanted.problem) &&
    (wanted.part === null || finding.part === wanted.part) &&
    (wanted.person === null || finding.person === wanted.person) &&
    (wanted.client === null || finding.client === wanted.client);

  // Which sentences of a session may hold the words that are looked for.
  const allowed = (talk, wanted) => {
    const name = (field) => (wanted[field] === null ? null : index[NAMES[field]][wanted[field]]);
    const tests = [];
    const within = (ranges) => {
      const inside = new Set();
      for (const [first, end] of ranges) for (let n = first; n < end; n += 1) inside.add(n);
      tests.push((turn, sentence) => inside.has(sentence));
    };
    const range = ({ first, end }) => [first, end];
    const type = name("type");
    if (wanted.look === "problem")
      within(talk.matters.filter((it) => it.problem && it.quoted).map((it) => it.quoted));
    else if (wanted.look !== "all" || type !== null)
      within(
        talk.advice
          .filter((it) => LOOKS[wanted.look]({ ...it, kind: "advice" }))
          .filter((it) => type === null || it.types.some((tag) => tag.name === type))
          .map(range),
      );
    if (wanted.look === "problem" && type !== null) within([]);
    const problem = name("problem");
    if (problem !== null)
      within(talk.matters.filter((it) => it.problem?.name === problem).map(range));
    const client = name("client");
    if (client !== null) within(talk.matters.filter((it) => it.client === client).map(range));
    const part = name("part");
    if (part !== null) within(talk.parts.filter((it) => it.name === part).map(range));
    const person = name("person");
    if (person !== null) tests.push((turn) => talk.voices[turn.voice].person === person);
    return (turn, sentence) => tests.every((test) => test(turn, sentence));
  };

  // The stretches of neighbouring sentences of a turn that may hold the words.
  const stretches = (turn, may) => {
    const found = [];
    turn.says.forEach((said, n) => {
      const sentence = turn.first === null ? null : turn.first + n;
      if (!may(turn, sentence)) return;
      const last = found.at(-1);
      if (last?.end === n) {
        last.end = n + 1;
        last.pieces.push(said);
      } else found.push({ start: n, end: n + 1, pieces: [said] });
    });
    return found;
  };

  const hitsIn = (talk, terms, wanted) => {
    const may = allowed(talk, wanted);
    return talk.turns.flatMap((turn) =>
      stretches(turn, may).flatMap(({ start, pieces }) =>
        Words.passages(terms, pieces).map(([first, end]) => ({
          session: talk.number,
          first: (turn.first ?? 0) + start + first,
          end: (turn.first ?? 0) + start + end,
        })),
      ),
    );
  };

  const turnOf = (talk, sentence) =>
    talk.turns.findLast((turn) => turn.first !== null && turn.first <= sentence);

  const about = (talk, hit) => {
    const labels = talk.advice
      .filter((it) => it.first < hit.end && hit.first < it.end)
      .flatMap((it) => [
        ...(it.types.length ? it.types.map(typeName) : [byId("no-type").textContent]),
        it.script ? "words to say" : null,
        it.uptake ? `uptake: ${it.uptake}` : null,
      ]);
    const matter = talk.matters.find((it) => it.first < hit.end && hit.first < it.end);
    if (matter?.problem) labels.push(`problem: ${typeName(matter.problem)}`);
    const part = talk.parts.find((it) => it.first < hit.end && hit.first < it.end);
    if (part) labels.push(part.name.toLowerCase());
    return [...new Set(labels.filter(Boolean))].join(" · ");
  };

  const hitElement = async (hit, terms) => {
    const talk = await Data.talk(hit.session);
    const turn = turnOf(talk, hit.first);
    const voice = talk.voices[turn.voice];
    const text = turn.says.slice(hit.first - turn.first, hit.end - turn.first).join("").trim();
    const range = [hit.first, hit.end];
    const where = [talk.heading, talk.date, turn.time].filter(Boolean).join(", ");
    return make(
      "li",
      {},
      make(
        "figure",
        { class: voice.kind === "coach" ? "quote" : "quote client" },
        make("blockquote", { dir: "auto" }, ...Words.marked(text, terms)),
        make(
          "figcaption",
          {},
          make("bdi", {}, voice.name),
          ", ",
          make("bdi", {}, where),
          " · ",
          placeLink(talk.number, range, `session ${counted(talk.number)}`),
          make("br"),
          about(talk, hit),
        ),
      ),
    );
  };

  const drawMore = async (terms, run) => {
    const next = hits.slice(drawn, drawn + AT_ONCE);
    drawn += next.length;
    const elements = await Promise.all(next.map((hit) => hitElement(hit, terms)));
    if (run !== running) return;
    list.append(...elements);
    offerMore();
  };

  const offerMore = () => {
    more.hidden = drawn >= hits.length;
    more.textContent = `Show ${counted(Math.min(AT_ONCE, hits.length - drawn))} more`;
  };

  const inSessions = (found) => {
    const n = new Set(found.map((hit) => hit.session)).size;
    return ` in ${counted(n)} of ${plural(index.sessions.length, "session")}`;
  };

  const findFindings = async (wanted, run) => {
    hits = index.findings.filter((finding) => fits(finding, wanted));
    output.value = `${plural(hits.length, "finding")}${inSessions(hits)}`;
    await drawMore(null, run);
  };

  // Sessions are looked through in order; what is found first is shown at once.
  const findWords = async (terms, wanted, run) => {
    let told = performance.now();
    for (const [n, session] of index.sessions.entries()) {
      if (wanted.person !== null && !session.people.includes(wanted.person)) continue;
      const talk = await Data.talkOnce(session.number);
      if (run !== running) return;
      hits.push(...hitsIn(talk, terms, wanted));
      if (performance.now() - told < STEP_MS) continue;
      told = performance.now();
      output.value = `${plural(hits.length, "passage")} so far, in ${counted(n + 1)} of ${plural(index.sessions.length, "session")} looked through`;
      if (drawn === 0) await drawMore(terms, run);
      if (run !== running) return;
    }
    output.value = `${plural(hits.length, "passage")}${inSessions(hits)}`;
    if (drawn < AT_ONCE) await drawMore(terms, run);
    offerMore();
  };

  const find = async () => {
    running += 1;
    const run = running;
    form.dataset.state = "looking";
    await prepare();
    if (run !== running) return;
    [hits, drawn] = [[], 0];
    list.replaceChildren();
    more.hidden = true;
    const terms = Words.query(words.value);
    more.onclick = () => drawMore(terms, running);
    if (terms) await findWords(terms, chosen(), run);
    else await findFindings(chosen(), run);
    if (run === running) form.dataset.state = "done";
  };

  // What is asked, as it stands behind the address, so that the way back leads to it.
  const address = () => {
    const asked = new URLSearchParams();
    if (words.value) asked.set("words", words.value);
    if (look.value !== "all") asked.set("in", look.value);
    for (const [name, select] of Object.entries(selects))
      if (select.value !== "") asked.set(name, index[NAMES[name]][Number(select.value)]);
    return String(asked) ? `#view-find?${asked}` : "#view-find";
  };

  const recall = (asked) => {
    words.value = asked.get("words") ?? "";
    look.value = Object.hasOwn(LOOKS, asked.get("in") ?? "") ? asked.get("in") : "all";
    for (const [name, select] of Object.entries(selects)) {
      const place = index[NAMES[name]].indexOf(asked.get(name) ?? "");
      select.value = place < 0 ? "" : String(place);
    }
  };

  let waiting = 0;
  let last = null;
  const ask = () => {
    clearTimeout(waiting);
    form.dataset.state = "looking";
    waiting = setTimeout(() => {
      // Who went elsewhere meanwhile stays there.
      if (!location.hash.startsWith("#view-find")) return;
      history.replaceState(null, "", address());
      last = location.hash.split("?")[1] ?? "";
      find();
    }, 200);
  };

  form.addEventListener("input", ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // The fields are empty only after this.
  form.addEventListener("reset", () => {
    form.dataset.state = "looking";
    setTimeout(ask, 0);
  });

  // Opens the search with what the address asks; the same again leaves what was found as it is.
  const show = async (asked) => {
    await prepare();
    if (last === asked) return;
    last = asked;
    recall(new URLSearchParams(asked));
    find();
  };

  return { show };
})();
