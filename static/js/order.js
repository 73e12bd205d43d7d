// An agenda moved by mouse or finger. The list says all by data- attributes: data-order (address that takes the new
// order), data-token; each item data-item (its id) and data-title. The page that the site answers with is the truth: its
// list takes the place of this one, moved or not, and what became of it is told politely. The buttons of each item do
// the same by the keyboard, and without this script.
const EDGE = 70;
const STEP = 14;

const shelf = document.querySelector("[data-order]");
const said = document.querySelector("[data-order-said]");
const keys = () => [...shelf.children].map((item) => item.dataset.item);
let moved = null;
let before = [];

function say(words) {
  said.textContent = words;
}

function place(item) {
  return `«\u202f${item.dataset.title}\u202f» est à la place ${[...shelf.children].indexOf(item) + 1} sur ${shelf.children.length}.`;
}

function show() {
  for (const grip of shelf.querySelectorAll("[data-grip]")) grip.hidden = false;
}

function restore() {
  const items = new Map([...shelf.children].map((item) => [item.dataset.item, item]));
  shelf.append(...before.map((key) => items.get(key)));
}

function drop() {
  moved.classList.remove("moved");
  moved = null;
}

// The page in the answer: its list, and why not when it was refused.
function take(page, item) {
  const came = page.querySelector("[data-order]");
  if (!came) return location.reload();
  shelf.replaceChildren(...document.importNode(came, true).children);
  shelf.dataset.token = came.dataset.token;
  show();
  const why = [...page.querySelectorAll(".notice--error li")].map((line) => line.textContent.trim()).join(" ");
  const now = [...shelf.children].find((one) => one.dataset.item === item);
  return say(why || (now ? place(now) : ""));
}

async function send(item) {
  const body = new URLSearchParams({ form_token: shelf.dataset.token, seen: before.join(","), order: keys().join(",") });
  try {
    const answer = await fetch(shelf.dataset.order, { method: "POST", body });
    take(new DOMParser().parseFromString(await answer.text(), "text/html"), item.dataset.item);
  } catch {
    restore();
    say("Le nouvel ordre n’a pas pu être enregistré\u00a0: vérifiez votre connexion, puis déplacez de nouveau le point.");
  }
}

function start(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button > 0 || moved) return;
  event.preventDefault();
  moved = grip.closest("[data-item]");
  before = keys();
  moved.classList.add("moved");
  shelf.setPointerCapture(event.pointerId);
}

function move(event) {
  if (!moved) return;
  if (event.clientY < EDGE) scrollBy(0, -STEP);
  if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
  const middle = (item) => { const box = item.getBoundingClientRect(); return box.top + box.height / 2; };
  while (moved.previousElementSibling && event.clientY < middle(moved.previousElementSibling)) {
    moved.previousElementSibling.before(moved);
  }
  while (moved.nextElementSibling && event.clientY > middle(moved.nextElementSibling)) {
    moved.nextElementSibling.after(moved);
  }
}

function end() {
  if (!moved) return;
  const item = moved;
  drop();
  if (keys().join() !== before.join()) send(item);
}

function cancel() {
  if (!moved) return;
  drop();
  restore();
}

show();
shelf.addEventListener("pointerdown", start);
shelf.addEventListener("pointermove", move);
shelf.addEventListener("pointerup", end);
shelf.addEventListener("pointercancel", cancel);
addEventListener("keydown", (event) => event.key === "Escape" && cancel());
