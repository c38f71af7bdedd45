"use strict";
// What the page asks the server. Every answer is JSON; what went wrong comes as an Error in words.
const Server = (() => {
  let token = "";

  const answered = async (response) => {
    const told = await response.json().catch(() => ({ error: `the server says ${response.status}.` }));
    if (!response.ok) throw new Error(told.error ?? `the server says ${response.status}.`);
    return told;
  };

  const ask = async (path, settings = {}) => {
    let response;
    try {
      response = await fetch(path, settings);
    } catch {
      throw new Error("the server does not answer: nothing was changed. Start 'analyzer review' again.");
    }
    return answered(response);
  };

  const write = (path, content) =>
    ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Review-Token": token },
      body: JSON.stringify(content),
    });

  return {
    start: async () => {
      const told = await ask("/api/start");
      token = told.token;
      return told;
    },
    queue: () => ask("/api/queue"),
    session: (id) => ask(`/api/session/${encodeURIComponent(id)}`),
    correct: (session, by, change) =>
      write("/api/correct", { session: session.id, stamp: session.stamp, by, change }),
    undo: (session, by) => write("/api/undo", { session: session.id, by }),
  };
})();
