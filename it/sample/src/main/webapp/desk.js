// The desk's page: shows /desk/api/summary, again and again until it is complete.

const $ = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en");
const STATES = {
  STARTING: "starting",
  RUNNING: "working",
  COMPLETE: "complete",
  FAILED: "failed",
};

function element(name, text, className) {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

function bars(id, counts) {
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  const most = Math.max(1, ...rows.map((row) => row[1]));
  $(id).replaceChildren(...rows.flatMap(([name, count]) => {
    const bar = element("i", "");
    bar.style.width = `${100 * count / most}%`;
    return [element("span", name), bar, element("b", whole.format(count))];
  }));
}

function energy(joules) {
  const exponent = Math.floor(Math.log10(joules));
  return `${(joules / 10 ** exponent).toFixed(1)} × 10^${exponent} J`;
}

function strongest(quakes) {
  $("strongest").replaceChildren(...quakes.map((quake) => {
    const row = document.createElement("tr");
    const airport = quake.nearestAirport;
    row.append(
      element("td", quake.magnitude.toFixed(1)),
      element("td", quake.place),
      element("td", quake.time.slice(0, 19).replace("T", " ")),
      element("td", `${airport.iata} ${airport.name}, ${whole.format(Math.round(airport.distanceKm))} km`),
      element("td", energy(quake.energyJoules)),
      element("td", quake.severity.toLowerCase()));
    return row;
  }));
}

function timeline(events) {
  $("timeline").replaceChildren(...events.map((event) => {
    const row = element("li", "", event.success ? "" : "failed");
    row.append(
      element("span", event.timestamp.slice(11, 23)),
      element("span", event.system),
      element("span", event.type),
      element("span", event.topic || event.trackingId));
    return row;
  }));
}

function show(summary) {
  $("state").textContent = summary.failure || STATES[summary.state] || summary.state;
  $("events").textContent = whole.format(summary.events);
  $("total").textContent = `of ${whole.format(summary.total)} in the feed`;
  $("acknowledged").textContent = whole.format(summary.alerts.acknowledged);
  $("sent").textContent = `of ${whole.format(summary.alerts.sent)} sent`;
  $("hitRate").textContent = `${(100 * summary.cache.hitRate).toFixed(1)} %`;
  $("lookups").textContent = `${whole.format(summary.cache.hits + summary.cache.misses)} airport look-ups`;
  $("node").textContent = summary.node;
  $("attachment").textContent = `reached ${summary.attachment.toLowerCase()}`;
  bars("byNetwork", summary.byNetwork);
  bars("byClass", summary.byClass);
  strongest(summary.strongest);
  timeline(summary.timeline);
}

async function refresh() {
  let pause = 500;
  try {
    const response = await fetch("api/summary", { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const summary = await response.json();
    show(summary);
    if (summary.state === "COMPLETE") pause = 10_000;
  } catch (error) {
    $("state").textContent = `no answer from the desk (${error.message}), trying again`;
    pause = 2_000;
  }
  setTimeout(refresh, pause);
}

refresh();
