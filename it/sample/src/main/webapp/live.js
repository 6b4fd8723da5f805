// The page's own client of the node: hears earthquakes by topic, and calls a function of the desk.

import { connect } from "/mpreg/mpreg.js";

const $ = (id) => document.getElementById(id);
const HOUR = 3600;
const SHOWN = 6;
const counts = { live: 0, replayed: 0 };

function text(name, content) {
  const node = document.createElement(name);
  node.textContent = content;
  return node;
}

function heard(message) {
  counts[message.replayed ? "replayed" : "live"]++;
  $("live").textContent = `${counts.live} live, ${counts.replayed} from the backlog`;
  const row = document.createElement("li");
  row.append(text("span", message.topic), text("span", message.payload.place));
  $("heard").prepend(row);
  while ($("heard").children.length > SHOWN) $("heard").lastChild.remove();
}

async function ask(mpreg, form) {
  const args = [Number(form.latitude.value), Number(form.longitude.value)];
  try {
    const { outcomes, results } = await mpreg.call([{ name: "airport", function: "geo.nearest-airport", args }]);
    const airport = results.airport;
    $("answer").textContent = airport
      ? `${airport.iata} ${airport.name}, ${Math.round(airport.distanceKm)} km`
      : `${outcomes.airport.error.code}: ${outcomes.airport.error.message}`;
  } catch (error) {
    $("answer").textContent = `${error.code}: ${error.message}`;
  }
}

try {
  const mpreg = await connect();
  $("live").textContent = "nothing heard yet";
  await mpreg.subscribe(["quake.#"], heard, { backlogSeconds: HOUR });
  $("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(mpreg, event.target);
  });
} catch (error) {
  $("live").textContent = `no connection to the node (${error.message})`;
}
