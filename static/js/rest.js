// Warns an office before it is signed out for want of activity. The site alone knows when: it is asked before anything is
// said, and other tabs are told when one of them prolongs the rest. The section says all by data- attributes:
//   data-rest, data-seconds (what was left when the page was made), data-check (address that says what is left).
// The focus stays where it is; the words are announced politely.

const WARNING = 5 * 60;
const LONGEST_WAIT = 24 * 3600;

const section = document.querySelector("[data-rest]");
const box = section.querySelector("[data-rest-box]");
const form = box.querySelector("form");
const press = box.querySelector("[data-rest-press]");
const channel = new BroadcastChannel("rest");
let timer = 0;
let end = 0;
let last = false;

function show(name) {
  box.classList.toggle("rest__box--shown", Boolean(name));
  for (const words of box.querySelectorAll("[role=status] > p")) {
    words.hidden = !words.hasAttribute(`data-rest-${name}`);
  }
  press.hidden = name !== "soon" && name !== "silent";
}

function wait(seconds, act) {
  clearTimeout(timer);
  timer = setTimeout(act, Math.min(Math.max(seconds, 1), LONGEST_WAIT) * 1000);
}

function write(hour) {
  for (const place of document.querySelectorAll("[data-rest-hour]")) place.textContent = hour;
}

// What the site said: quiet until five minutes before the end, then words, then words that it has ended.
function learn({ seconds, until }, pressed) {
  last = seconds <= WARNING && (last || pressed);
  end = Date.now() + seconds * 1000;
  write(until);
  if (seconds > WARNING) {
    show("");
    wait(seconds - WARNING, ask);
  } else {
    show(last ? "last" : "soon");
    wait(seconds + 1, ask);
  }
}

function over() {
  clearTimeout(timer);
  show("over");
}

async function answered(request, pressed) {
  const answer = await request;
  if (answer.status === 403) return over();
  if (!answer.ok) throw new Error(`rest: ${answer.status}`);
  return learn(await answer.json(), pressed);
}

function ask() {
  return answered(fetch(section.dataset.check), false).catch(() => {
    if (Date.now() >= end) show("silent");
    wait(60, ask);
  });
}

async function stay(event) {
  event.preventDefault();
  const hadFocus = form.contains(document.activeElement);
  try {
    await answered(fetch(form.action, { method: "POST", body: new FormData(form) }), true);
    channel.postMessage("asked");
  } catch {
    show("silent");
  }
  // what had the focus is gone: the reader goes on from the content, not from the top of the window
  if (hadFocus && press.hidden) document.getElementById("contenu").focus({ preventScroll: true });
}

// Timers sleep with the machine and with the tab: whoever comes back is told the truth at once.
function come() {
  if (!document.hidden && Date.now() >= end - WARNING * 1000) ask();
}

form.addEventListener("submit", stay);
channel.addEventListener("message", ask);
document.addEventListener("visibilitychange", come);
addEventListener("pageshow", (event) => event.persisted && ask());
end = Date.now() + Number(section.dataset.seconds) * 1000;
wait(Number(section.dataset.seconds) - WARNING, ask);
channel.postMessage("seen");
