// Keeps the stream of quotes up to date. The server makes and escapes each quote; this puts them where they belong.
"use strict";

const MOST = 200; // quotes in the list

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function localise(part) {
  for (const time of part.querySelectorAll("time")) {
    time.title = time.textContent;
    time.textContent = local.format(new Date(time.dateTime));
  }
}

function follow(live) {
  const list = document.getElementById("quotes");
  const empty = document.querySelector(".empty");
  const said = live.querySelector(".state .said");
  const pause = live.querySelector(".pause");
  const more = live.querySelector(".waiting");
  const waiting = new Map(); // quotes that are shown only when the reader wants them, by their ids

  // Whoever reads further down, or has the focus in the list, is not to lose the place.
  const reading = () => window.scrollY > list.offsetTop || list.contains(document.activeElement);
  const paused = () => pause.getAttribute("aria-pressed") === "true";
  const order = (card) => [Number(card.dataset.came), Number(card.id.slice("quote-".length))];
  const later = (one, other) => one[0] > other[0] || (one[0] === other[0] && one[1] > other[1]);

  function put(card) {
    const own = order(card);
    let next = list.firstElementChild;
    while (next && later(order(next), own)) next = next.nextElementSibling;
    list.insertBefore(card, next);
    while (list.children.length > MOST) list.lastElementChild.remove();
  }

  function tellWaiting() {
    more.hidden = waiting.size === 0;
    more.textContent = `Show ${waiting.size} new ${waiting.size === 1 ? "quote" : "quotes"}`;
  }

  function take(html) {
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const card = made.content.firstElementChild;
    localise(card);
    const shown = document.getElementById(card.id);
    if (shown) {
      shown.replaceWith(card);
    } else if (paused() || reading()) {
      waiting.set(card.id, card);
      if (waiting.size > MOST) waiting.delete(waiting.keys().next().value);
    } else {
      card.classList.add("fresh");
      put(card);
    }
  }

  function drop(id) {
    document.getElementById(id)?.remove();
    waiting.delete(id);
  }

  function showWaiting() {
    for (const card of waiting.values()) put(card);
    waiting.clear();
    tellWaiting();
    empty.hidden = list.children.length > 0;
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!paused()));
    pause.textContent = paused() ? "Go on" : "Pause";
    state();
    if (!paused()) showWaiting();
  });
  more.addEventListener("click", () => {
    showWaiting();
    window.scrollTo({ top: 0 });
    pause.focus();
  });

  const query = new URLSearchParams(window.location.search);
  query.set("since", live.dataset.change);
  const events = new EventSource(`/events?${query}`);
  function state() {
    const connected = events.readyState === EventSource.OPEN;
    live.classList.toggle("on", connected && !paused());
    said.textContent = !connected ? "Connecting…" : paused() ? "Paused" : "Live: new quotes appear at the top";
  }
  events.addEventListener("open", state);
  events.addEventListener("error", state);
  events.addEventListener("reset", () => window.location.reload());
  events.addEventListener("message", (event) => {
    const { quotes, gone } = JSON.parse(event.data);
    for (const id of gone) drop(`quote-${id}`);
    for (const html of quotes.reverse()) take(html);
    tellWaiting();
    empty.hidden = list.children.length > 0;
  });
  state();
}

localise(document);
const live = document.querySelector(".live");
if (live) follow(live);
