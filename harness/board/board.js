// The page is drawn by the server; this only fetches it anew when there is news.
'use strict';

const people = document.getElementById('people');
const lost = document.getElementById('lost');

async function draw() {
  try {
    const answer = await fetch('people');
    if (!answer.ok) throw new Error(answer.statusText);
    people.innerHTML = await answer.text(); // escaped by html/template
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}

// An EventSource connects again by itself, unless it was refused.
function listen() {
  const events = new EventSource('events');
  events.onmessage = draw;
  events.onerror = () => {
    lost.hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

listen();
