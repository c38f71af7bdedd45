"use strict";
// Reads the blocks of data behind the page: base64 of deflated JSON, each read when it is needed.
const Data = (() => {
  const AT_HAND = 24;
  const talks = new Map();
  let index = null;

  const complete = new Promise((resolve) => {
    if (document.readyState === "loading")
      document.addEventListener("DOMContentLoaded", () => resolve(), { once: true });
    else resolve();
  });

  // A block that nothing follows yet may still be on its way in.
  const text = async (id) => {
    if (!byId(id)?.nextElementSibling) await complete;
    return byId(id)?.textContent ?? null;
  };

  const bytes = (base64) => {
    const letters = atob(base64);
    const found = new Uint8Array(letters.length);
    for (let place = 0; place < letters.length; place += 1)
      found[place] = letters.charCodeAt(place);
    return found;
  };

  const read = async (id) => {
    const base64 = await text(id);
    if (base64 === null) return null;
    const packed = new Blob([bytes(base64)]).stream();
    return JSON.parse(await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).text());
  };

  // The session with this number, null where its words are not on the page.
  const talk = (number) => {
    const known = talks.get(number);
    talks.delete(number);
    const asked = known ?? read(`talk-${number}`);
    talks.set(number, asked);
    if (talks.size > AT_HAND) talks.delete(talks.keys().next().value);
    return asked;
  };

  return {
    canRead: typeof DecompressionStream === "function" && "findLast" in Array.prototype,
    talk,
    // For going through all: nothing is kept.
    talkOnce: (number) => talks.get(number) ?? read(`talk-${number}`),
    index: () => (index ??= read("index")),
  };
})();
