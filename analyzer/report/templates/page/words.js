"use strict";
// Looks for words: capitals, accents and the form of an apostrophe make no difference.
const Words = (() => {
  const MARKS = /\p{M}/gu;
  const PLAIN = /^[\x00-\x7f“”–—…]*$/u;
  // Scripts that part no words; there a word is looked for anywhere.
  const UNPARTED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
  const SIGNS = /[.*+?^${}()|[\]\\/]/g;
  const CLOSE = 5;
  const LONGEST = 520;

  const fold = (text) => {
    const same = text.replace(/[’‘]/g, "'");
    if (PLAIN.test(same)) return same.toLowerCase();
    return same.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/ς/g, "σ");
  };

  // The folded text, and for each of its letters the place of the letter that it was.
  const foldPlaces = (text) => {
    let folded = "";
    const places = [];
    let place = 0;
    for (const letter of text) {
      const plain = fold(letter);
      for (let n = 0; n < plain.length; n += 1) places.push(place);
      folded += plain;
      place += letter.length;
    }
    places.push(text.length);
    return { folded, places };
  };

  // Whole words with the endings that say the same of them; a star stands for any ending.
  const pattern = (asked) => {
    const words = asked.replace(/\*+$/, "");
    const literal = words.replace(SIGNS, "\\$&").replace(/\s+/g, "\\s+");
    const isParted = !UNPARTED.test(words);
    const begins = isParted && /^[\p{L}\p{N}]/u.test(words);
    const ends = isParted && words === asked && /[\p{L}\p{N}]$/u.test(words);
    const source =
      (begins ? "(?<![\\p{L}\\p{N}])" : "") +
      literal +
      (ends ? "(?:'?s|es|ed|ing)?(?![\\p{L}\\p{N}])" : "");
    return { first: new RegExp(source, "u"), all: new RegExp(source, "gu") };
  };

  // What is asked: words, and phrases in quotation marks; null where nothing is.
  const query = (asked) => {
    const terms = [];
    for (const [, phrase, word] of fold(asked).matchAll(/["“”]([^"“”]+)["“”]?|([^\s"“”]+)/g)) {
      const words = (phrase ?? word).trim();
      if (/[^*]/.test(words)) terms.push(pattern(words));
    }
    return terms.length ? terms : null;
  };

  const has = (term, folded) => term.first.test(folded);

  // Runs [first, end) of neighbouring pieces, at most CLOSE of them, that together hold all terms.
  const passages = (terms, pieces) => {
    const folded = pieces.map(fold);
    const whole = folded.join("");
    if (!terms.every((term) => has(term, whole))) return [];
    const found = [];
    for (let first = 0; first < folded.length; first += 1) {
      if (!terms.some((term) => has(term, folded[first]))) continue;
      const missing = new Set(terms);
      let end = first;
      while (missing.size && end < folded.length && end < first + CLOSE) {
        for (const term of missing) if (has(term, folded[end])) missing.delete(term);
        end += 1;
      }
      if (missing.size) continue;
      found.push([first, end]);
      first = end - 1;
    }
    return found;
  };

  // Where the terms stand in a text: ranges of letters, in order, none within another.
  const spots = (terms, text) => {
    const { folded, places } = foldPlaces(text);
    const found = [];
    for (const term of terms)
      for (const match of folded.matchAll(term.all))
        found.push([places[match.index], places[match.index + match[0].length]]);
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    return found.filter(
      ([start, end], n) => end > start && !found.slice(0, n).some(([, before]) => before > start),
    );
  };

  // Text nodes with the spots marked; of a long text only what lies around the first spot.
  const marked = (text, terms) => {
    const all = terms ? spots(terms, text) : [];
    const [from, to] = reach(text, all[0]?.[0] ?? 0);
    const nodes = from > 0 ? [make("span", { class: "cut" }, "[…] ")] : [];
    let done = from;
    for (const [start, end] of all) {
      if (start < from || end > to) continue;
      nodes.push(text.slice(done, start), make("mark", { class: "hit" }, text.slice(start, end)));
      done = end;
    }
    nodes.push(text.slice(done, to));
    if (to < text.length) nodes.push(make("span", { class: "cut" }, " […]"));
    return nodes;
  };

  const reach = (text, spot) => {
    if (text.length <= LONGEST) return [0, text.length];
    const wanted = Math.max(0, Math.min(spot - LONGEST / 3, text.length - LONGEST));
    const from = wanted ? after(text, wanted) : 0;
    const end = from + LONGEST;
    return [from, end >= text.length ? text.length : before(text, end)];
  };

  // At a space where there is one near, and never between the halves of one letter.
  const after = (text, place) => {
    const space = text.slice(place, place + 60).search(/\s\S/);
    return space >= 0 ? place + space + 1 : whole(text, place);
  };
  const before = (text, place) => {
    const space = text.slice(place - 60, place).search(/\s\S*$/);
    return space >= 0 ? place - 60 + space : whole(text, place);
  };
  const whole = (text, place) => (/[\udc00-\udfff]/.test(text[place]) ? place + 1 : place);

  return { query, passages, marked };
})();
