"use strict";
// Makes elements. Words reach the page as text only; attributes hold our own words and numbers.
const make = (tag, settings = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};

const byId = (id) => document.getElementById(id);

const counted = (number) => number.toLocaleString("en-GB");

const plural = (number, noun) => `${counted(number)} ${noun}${number === 1 ? "" : "s"}`;

// "possibly" stands before every name of a type that is not sure.
const typeName = (tag) => (tag.sure ? tag.name : `possibly ${tag.name}`);

// Options of a <select>; their values are places in a list, never the words themselves.
const fillSelect = (select, names) => {
  select.append(...names.map((name, place) => make("option", { value: String(place) }, name)));
  select.parentElement.hidden = names.length < 2;
};

// A link to sentences [first, end) of a session.
const placeLink = (session, range, ...words) =>
  make("a", { href: `#session-${session}/${range[0]}-${range[1]}` }, ...words);
