// Beside the hour at which an item of the agenda was to end, how long it has lasted. It informs and stops nothing.
// `data-now` is the site's hour when the page was made: the device's own clock may be wrong. The part that carries it is
// replaced as the meeting goes on: its timers are looked for at every tick, and as soon as they come. Whoever asks for less motion sees whole
// minutes only; nothing is announced.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const part = document.querySelector("[data-now]");
const ahead = Date.parse(part.dataset.now) - Date.now();

function length(seconds) {
  const minutes = Math.floor(seconds / 60);
  return calm.matches ? `${minutes} min` : `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}

function words(seconds, planned) {
  if (!planned) return `${length(seconds)} écoulées.`;
  const over = Math.floor(seconds / 60) - planned;
  if (over < 0) return `${length(seconds)} sur ${planned} min.`;
  return over ? `${length(seconds)}\u00a0: ${over} min de plus que prévu.` : `${length(seconds)}\u00a0: le temps prévu est passé.`;
}

function tick() {
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const place = timer.querySelector("[data-timer-gone]");
    const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(timer.dataset.from)) / 1000));
    const said = words(seconds, Number(timer.dataset.minutes ?? 0));
    if (place.textContent !== said) place.textContent = said;
    timer.classList.toggle("timer--over", Number(timer.dataset.minutes) * 60 <= seconds);
  }
}

tick();
new MutationObserver(tick).observe(part, { childList: true });
setInterval(tick, 1000);
