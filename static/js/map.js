// A map that can be moved and enlarged, over the drawn one. The figure says all by data- attributes:
//   data-map, data-geojson, data-library and data-sheet (Leaflet); and, when the operator chose a ground,
//   data-tiles and data-tiles-credit. Nothing is asked of another host before its button is pressed.
// Each feature of the GeoJSON has properties label, url and tone, and is a link as in the drawn map.

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

function popup({ label, url }) {
  return Object.assign(document.createElement("a"), { href: url, textContent: label });
}

function draw(place, shapes) {
  const map = L.map(place, { attributionControl: true, zoomControl: false, scrollWheelZoom: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: "Approcher", zoomOutTitle: "Éloigner" }).addTo(map);
  const layer = L.geoJSON(shapes, {
    style: ({ properties }) => ({ className: `map__shape map__shape--${properties.tone}`, weight: 2 }),
    onEachFeature: ({ properties }, shape) => {
      if (properties.url) shape.bindPopup(popup(properties));
    },
  }).addTo(map);
  map.fitBounds(layer.getBounds());
  return map;
}

function enlarge(figure) {
  const still = figure.querySelector("[data-map-still]");
  const place = Object.assign(document.createElement("div"), { className: "map__live", hidden: true });
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

  const press = button("Agrandir et déplacer la carte", async () => {
    if (map) {
      const live = place.hidden;
      place.hidden = !live;
      still.hidden = live;
      press.textContent = live ? "Revenir à la carte simple" : "Agrandir et déplacer la carte";
      if (live) map.invalidateSize();
      return;
    }
    press.disabled = true;
    try {
      const [shapes] = await Promise.all([outlines(geojson), library(figure.dataset)]);
      still.hidden = true;
      place.hidden = false;
      map = draw(place, shapes);
      press.textContent = "Revenir à la carte simple";
      if (ground) tools.append(ground);
      said.textContent = "La carte se déplace avec le doigt, la souris ou les flèches du clavier.";
    } catch {
      still.hidden = false;
      place.hidden = true;
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
