// A map that can be moved and enlarged, over the drawn one. The figure says all by data- attributes:
//   data-map, data-geojson, data-library and data-sheet (Leaflet); and, when the operator chose a ground,
//   data-tiles and data-tiles-credit. Nothing is asked of another host before its button is pressed.
// Each feature of the GeoJSON has properties name, label, url, tone and at (longitude, latitude of its name), and is a
// link as in the drawn map, with the mark that the key gives its tone.

const once = new Map();

function load(element, address) {
  if (!once.has(address)) {
    once.set(address, new Promise((resolve, reject) => {
      element.addEventListener("load", resolve, { once: true });
      element.addEventListener("error", reject, { once: true });
      document.head.append(element);
    }));
  }
  return once.get(address);
}

function library({ library, sheet }) {
  const script = Object.assign(document.createElement("script"), { src: library });
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet });
  return Promise.all([load(link, sheet), load(script, library)]);
}

async function outlines(address) {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`outlines: ${answer.status}`);
  return answer.json();
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button", className: "button button--second", textContent: words,
  });
  made.addEventListener("click", act);
  return made;
}

function words(label) {
  return Object.assign(document.createElement("span"), { textContent: label });
}

function pin({ name, label, url, tone }, key) {
  const link = Object.assign(document.createElement("a"), { href: url, className: `map__pin map__pin--${tone}` });
  link.setAttribute("aria-label", label);
  const mark = key.querySelector(`.status--${tone} .mark`);
  if (mark) link.append(mark.cloneNode(true));
  link.append(Object.assign(words(name), { className: "map__pin-name" }));
  return link;
}

const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// Marks that would meet are set one above the other, so that each can be pressed.
function setApart(map, spots) {
  const boxes = new Map();
  for (const { link, marker, at } of spots) {
    link.classList.add("map__pin--tight");
    marker.setLatLng(at);
    for (const its of boxes.values()) {
      const box = link.getBoundingClientRect();
      if (!meets(box, its)) continue;
      const by = box.top < its.top ? its.top - box.bottom - 1 : its.bottom - box.top + 1;
      marker.setLatLng(map.layerPointToLatLng(map.latLngToLayerPoint(marker.getLatLng()).add([0, by])));
    }
    boxes.set(link, link.getBoundingClientRect());
  }
  return boxes;
}

// A name that would cover another commune's mark or name stays folded to its mark; hover and focus still show it.
function makeRoom(map, spots) {
  const boxes = setApart(map, spots);
  for (const { link } of spots) {
    link.classList.remove("map__pin--tight");
    const box = link.getBoundingClientRect();
    const taken = [...boxes].some(([other, its]) => other !== link && meets(box, its));
    if (taken) link.classList.add("map__pin--tight");
    else boxes.set(link, box);
  }
}

// On a phone the whole map would be no larger than the drawn one: it opens twice as near, in the midst of the communes.
function open(map, layer, places) {
  map.fitBounds(layer.getBounds(), { padding: [8, 8] });
  if (map.getSize().x > 500) return;
  const middle = (axis) => places.reduce((sum, at) => sum + at[axis], 0) / places.length;
  map.setView([middle(1), middle(0)], map.getZoom() + 1, { animate: false });
}

function draw(place, shapes, key) {
  const moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    attributionControl: true, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, zoomAnimation: moving,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: "Approcher", zoomOutTitle: "Éloigner" }).addTo(map);
  const layer = L.geoJSON(shapes, {
    style: ({ properties }) => ({ className: `map__shape map__shape--${properties.tone}`, weight: 2 }),
    onEachFeature: ({ properties }, shape) => {
      shape.bindTooltip(words(properties.label), { sticky: true });
      shape.on("click", () => location.assign(properties.url));
    },
  }).addTo(map);
  const communes = shapes.features.map(({ properties }) => properties);
  open(map, layer, communes.map(({ at }) => at));
  const spots = communes.sort((a, b) => a.name.length - b.name.length).map((properties) => {
    const link = pin(properties, key);
    const icon = L.divIcon({ html: link, className: "map__spot", iconSize: null });
    const at = L.latLng(properties.at[1], properties.at[0]);
    return { link, at, marker: L.marker(at, { icon, keyboard: false, interactive: false }).addTo(map) };
  });
  map.on("zoomend resize", () => makeRoom(map, spots));
  makeRoom(map, spots);
  return map;
}

function enlarge(figure) {
  const still = figure.querySelector("[data-map-still]");
  const key = figure.querySelector(".key");
  const place = Object.assign(document.createElement("div"), { className: "map__live", hidden: true });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", "Carte que l’on peut déplacer");
  const tools = Object.assign(document.createElement("div"), { className: "map__tools" });
  const said = Object.assign(document.createElement("p"), { className: "small" });
  said.setAttribute("role", "status");
  const { geojson, tiles, tilesCredit = "" } = figure.dataset;
  let map = null;

  const ground = tiles && button(`Afficher le fond de carte (demandé à ${new URL(tiles).host})`, () => {
    const credit = Object.assign(document.createElement("span"), { textContent: tilesCredit }).innerHTML;
    L.tileLayer(tiles, { attribution: credit, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
    ground.remove();
  });

  const show = (live) => {
    place.hidden = !live;
    still.hidden = live;
    figure.classList.toggle("map__frame--large", live);
  };

  const press = button("Agrandir et déplacer la carte", async () => {
    if (map) {
      const live = place.hidden;
      show(live);
      press.textContent = live ? "Revenir à la carte simple" : "Agrandir et déplacer la carte";
      if (live) map.invalidateSize();
      return;
    }
    press.disabled = true;
    try {
      const [shapes] = await Promise.all([outlines(geojson), library(figure.dataset)]);
      show(true);
      map = draw(place, shapes, key);
      press.textContent = "Revenir à la carte simple";
      if (ground) tools.append(ground);
      said.textContent = "La carte se déplace avec le doigt, la souris ou les flèches du clavier.";
    } catch {
      show(false);
      said.textContent = "La grande carte ne s’ouvre pas. La carte simple et la liste donnent les mêmes liens.";
    } finally {
      press.disabled = false;
    }
  });

  tools.append(press);
  still.after(place);
  figure.append(tools, said);
}

for (const figure of document.querySelectorAll("[data-map]")) enlarge(figure);
