"use strict";
(() => {
  if (matchMedia("(max-width: 62rem)").matches) document.querySelector("nav details").open = false;
  const form = document.getElementById("filters");
  const entries = [...document.querySelectorAll(".entry")];
  if (!form || !entries.length) return;
  const text = document.getElementById("filter-text");
  const selects = [...form.querySelectorAll("select")];
  const count = document.getElementById("filter-count");
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const index = entries.map((entry) => ({
    entry,
    words: plain(entry.querySelector(".quote").textContent),
    labels: JSON.parse(entry.dataset.labels),
  }));
  const narrow = () => {
    const wanted = plain(text.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { entry, words, labels } of index) {
      const fits =
        wanted.every((word) => words.includes(word)) &&
        selects.every((select) => !select.value || labels[select.name].includes(select.value));
      entry.hidden = !fits;
      shown += fits;
    }
    count.value = `${shown} of ${entries.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", narrow);
  narrow();
})();
