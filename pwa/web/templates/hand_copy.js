"use strict";
// What the copy says today, by this phone's clock; a search over places. It reads without this.
(() => {
  const page = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const named = (id) => document.getElementById(id);
  const made = page.dataset.made;
  const clock = new Date().toISOString().slice(0, 10);
  const now = made > clock ? made : clock; // a clock set before the day of the copy is wrong

  for (const part of all("[data-from], [data-until]"))
    part.hidden = (part.dataset.from || "") > now || now > (part.dataset.until || "9");

  for (const age of all("[data-old]")) {
    if (age.dataset.old > now) continue;
    const words = named("old").content.cloneNode(true);
    one("i", words).textContent = one("i", age).textContent;
    age.textContent = "";
    age.append(words);
  }

  for (const cell of all("[data-next]")) {
    const turns = cell.dataset.next.split(",").map((turn) => turn.split(":"));
    const last = turns.filter(([day]) => day <= now).pop();
    if (!last) continue;
    const [link, kind] = [one("a", cell), named(last[1]).parentNode];
    link.hash = last[1];
    link.className = kind.className;
    link.textContent = one("h3", kind).textContent;
  }

  if (Intl.RelativeTimeFormat) {
    const days = (Date.parse(now) - Date.parse(made)) / 86400000;
    const [length, unit] = days < 60 ? [1, "day"] : [30.44, "month"];
    const words = new Intl.RelativeTimeFormat(page.lang, { numeric: "auto" });
    one("[data-age]").append(` (${words.format(-Math.round(days / length), unit)})`);
  }

  /** The full answers of a place below its row, or away with them. */
  function turn(row) {
    const next = row.nextElementSibling;
    if (next && next.className) return next.remove();
    const below = row.parentNode.insertBefore(document.createElement("tr"), next);
    below.className = "full";
    const cell = below.insertCell();
    cell.colSpan = 3;
    for (const link of all("a", row)) {
      const answer = named(link.hash.slice(1));
      const copy = cell.appendChild(answer.cloneNode(true));
      copy.removeAttribute("id");
      copy.className = answer.parentNode.className;
    }
  }

  const fold = (text) => {
    const bare = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return bare.normalize("NFC").trim();
  };
  const places = all("#law tr[id], #law li[id], #help details");
  const names = new Map();
  for (const part of places) {
    const shown = (one("th, summary", part) || part).firstChild.textContent;
    names.set(part, ` ${fold(shown)} ${fold(part.dataset.n || "")}`);
  }

  function find(text) {
    const sought = fold(text);
    const start = /^[ -~]*$/.test(sought) ? ` ${sought}` : sought;
    const found = sought ? places.filter((part) => names.get(part).includes(start)) : places;
    const rows = found.filter((part) => part.localName !== "details");
    const few = rows.length < 4 ? rows : [];
    // Helplines of all that a place lies in: us-il/alton in us-il and us.
    const serves = ({ id }) => few.some((row) => `h-${row.id.replace("/", "-")}-`.startsWith(`${id}-`));
    for (const part of all("tr.full")) part.remove();
    for (const part of places)
      part.hidden = !found.includes(part) && !serves(part) && part.id !== "h-int";
    for (const row of few) if (row.localName === "tr") turn(row);
    for (const part of all("#law > details, #law > details > div")) {
      part.hidden = !one("[id]:not([hidden])", part);
      part.open = !!sought && part.id !== "answers";
    }
    named("emergency").hidden = named("topics").hidden = !!sought;
    named("none").hidden = !!found.length;
    one("#none b").textContent = text;
  }

  const box = named("q");
  const show = () => {
    const part = named(decodeURIComponent(location.hash.slice(1)));
    const around = part && part.closest("details");
    if (around) around.open = true;
    if (part) part.scrollIntoView();
  };
  named("find").hidden = false;
  box.oninput = () => find(box.value);
  one("nav").onclick = () => box.value && find((box.value = ""));
  named("law").onclick = (event) => {
    const row = event.target.closest("tr[id]");
    if (!row) return;
    event.preventDefault();
    turn(row);
  };
  onhashchange = show;
  onbeforeprint = () => all("details").forEach((part) => (part.open = true));
  show();
})();
