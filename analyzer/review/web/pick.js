"use strict";
// One dialog for all that is chosen or written: type to narrow, arrows to go, Enter to take.
const Pick = (() => {
  const dialog = byId("picker");
  const input = byId("picker-input");
  const list = byId("picker-list");
  // Of ten thousand sessions nobody reads further: who wants another types on.
  const MOST = 200;
  let shown = { options: [], take: null, free: false };

  const close = () => dialog.close();

  const matches = (option, words) => {
    const text = `${option.name} ${option.id} ${option.about ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };

  const rank = (option, typed) => (option.name.toLowerCase().startsWith(typed) ? 0 : 1);

  const current = () => list.querySelector('[aria-selected="true"]');

  const mark = (element) => {
    current()?.setAttribute("aria-selected", "false");
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) input.setAttribute("aria-activedescendant", element.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const narrow = () => {
    const typed = input.value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    const found = shown.options.filter((it) => matches(it, words));
    if (typed) found.sort((one, other) => rank(one, typed) - rank(other, typed));
    list.replaceChildren(
      ...found.slice(0, MOST).map((option, n) => {
        const about = option.about ? make("span", { class: "quiet" }, option.about) : null;
        const item = make("li", { role: "option", id: `option-${n}` }, make("b", {}, option.name), " ", about);
        item.addEventListener("click", (event) => take(option, event.shiftKey));
        item.dataset.id = option.id;
        return item;
      }),
    );
    mark(list.firstElementChild);
  };

  const take = (option, isBeside) => {
    const { take: then } = shown;
    close();
    then(option, isBeside);
  };

  input.addEventListener("input", narrow);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
      mark(current()?.[next] ?? current());
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const id = current()?.dataset.id;
      if (shown.free) take({ id: input.value, name: input.value }, false);
      else if (id !== undefined) take(shown.options.find((it) => it.id === id), event.shiftKey);
    }
  });

  const open = (title, note, settings) => {
    shown = { free: false, options: [], ...settings };
    byId("picker-title").textContent = title;
    byId("picker-note").textContent = note;
    input.value = settings.value ?? "";
    list.hidden = shown.free;
    input.setAttribute("aria-label", title);
    narrow();
    dialog.showModal();
    input.focus();
    input.select();
  };

  return {
    choose: (title, options, take, note = "") => open(title, note, { options, take }),
    write: (title, value, take) =>
      open(title, "Enter keeps it.", { free: true, value, take: (it) => take(it.name) }),
  };
})();
