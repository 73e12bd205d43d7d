// What several people change at once follows by itself: each part that says where it comes from is asked for again, and
// replaced when it changed. Without this script the page is reloaded by hand.
const EVERY = 4_000;
const HIDDEN = 30_000;

class Live {
  constructor(part) {
    this.part = part;
    this.address = part.dataset.live;
    this.mark = null;
    this.last = Date.now();
    setInterval(() => this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
  }

  async ask() {
    if (this.busy || (document.hidden && Date.now() - this.last < HIDDEN)) return;
    this.busy = true;
    this.last = Date.now();
    try {
      const headers = this.mark ? { "If-None-Match": this.mark } : {};
      const answer = await fetch(this.address, { headers, cache: "no-store", redirect: "error" });
      if (answer.status === 200) this.show(answer.headers.get("ETag"), await answer.text());
    } catch { /* the next time */ } finally { this.busy = false; }
  }

  show(mark, text) {
    const first = this.mark === null;
    this.mark = mark;
    const came = new DOMParser().parseFromString(text, "text/html").body;
    if (first && came.textContent.trim() === this.part.textContent.trim()) return;
    const held = this.held();
    const open = new Map([...this.part.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
    this.part.replaceChildren(...document.importNode(came, true).childNodes);
    this.part.querySelectorAll("details[id]").forEach((one) => { one.open = open.get(one.id) ?? one.open; });
    held?.();
  }

  // who had pressed a button, or stood on a link, stands there again
  held() {
    const here = document.activeElement;
    if (!this.part.contains(here)) return null;
    const like = (one) => one.name === here.name && one.value === here.value && one.formAction === here.formAction && one.href === here.href;
    return () => [...this.part.querySelectorAll("button, a, summary")].find(like)?.focus({ preventScroll: true });
  }
}

for (const part of document.querySelectorAll("[data-live]")) if (part.dataset.live) new Live(part);
