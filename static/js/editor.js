// A text field that can be lost by nobody: buttons that write Markdown, a preview in place, a draft that saves itself,
// and a copy kept on the device until the text is saved. The page says all by data- attributes (components/editor.html).
// Without this script the same form saves and previews by its buttons.
import "../vendor/markdown-toolbar-element/index.js";

const SAVE_EVERY = 10_000;
const KEYS = { b: "md-bold", i: "md-italic", k: "md-link" };
const LOST = "Votre texte n’est pas enregistré sur le site, mais il est gardé sur cet appareil.";
const ENDED = `Vous n’êtes plus connecté. ${LOST} Appuyez sur « Enregistrer » : vous pourrez vous reconnecter sans rien perdre.`;

const stored = {
  read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  },
  write(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a device that keeps nothing */ }
  },
  forget(name) {
    try { localStorage.removeItem(name); } catch { /* the same */ }
  },
};

// « lundi 23 novembre 2026 à 8 h 29 », as everywhere on the site
function momentWords(moment) {
  const zone = { timeZone: "Europe/Paris" };
  const day = new Intl.DateTimeFormat("fr", { dateStyle: "full", ...zone }).format(moment);
  const hour = new Intl.DateTimeFormat("fr", { hour: "numeric", minute: "2-digit", hourCycle: "h23", ...zone });
  const parts = Object.fromEntries(hour.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${day} à ${Number(parts.hour)}\u00a0h\u00a0${parts.minute}`;
}

class Editor {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.text = root.querySelector("textarea");
    this.title = this.form.elements.title;
    this.version = this.form.elements.version;
    this.name = `texte:${root.dataset.keptAs}`;
    this.address = root.dataset.autosave;
    this.saved = root.querySelector("[data-editor-saved]");
    this.said = root.querySelector("[data-editor-said]");
    this.written = this.state();
    this.stopped = !this.address;
    // the site showed this page instead of saving: what the field holds is nowhere else yet
    this.refused = Boolean(this.form.closest("main").querySelector(".notice--error, .beside"));
    this.offerKept();
    this.listen();
  }

  state() {
    const data = new FormData(this.form);
    for (const name of ["form_token", "version"]) data.delete(name);
    return JSON.stringify([...data]);
  }

  get changed() { return this.state() !== this.written; }

  say(words) { if (this.said.textContent !== words) this.said.textContent = words; }

  listen() {
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.text.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("click", (event) => this.link(event), { capture: true });
    addEventListener("pagehide", () => { if (!this.leaving) this.save(true); });
    addEventListener("online", () => this.save());
    setInterval(() => this.save(), SAVE_EVERY);
  }

  press(event) {
    const name = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key];
    if (!name) return;
    event.preventDefault();
    this.root.querySelector(name).click();
  }

  // a link round the words chosen, without the mark of a list before them; its address is then ready to be typed
  link(event) {
    if (!event.target.closest("md-link")) return;
    event.stopPropagation();
    const { value, selectionEnd } = this.text;
    const chosen = value.slice(this.text.selectionStart, selectionEnd);
    const start = this.text.selectionStart + /^\s*(?:(?:[-*+]|\d+[.)])\s+)?/.exec(chosen)[0].length;
    const words = value.slice(start, selectionEnd).trimEnd();
    this.text.focus();
    this.text.setSelectionRange(start, start + words.length);
    const link = `[${words}](https://)`;
    if (!document.execCommand("insertText", false, link)) this.text.setRangeText(link);
    const address = start + (words ? words.length + 3 : 1);
    this.text.setSelectionRange(address, words ? address + "https://".length : address);
  }

  keep() {
    const value = { title: this.title?.value ?? "", text: this.text.value, at: Date.now() };
    if (this.changed || this.refused) stored.write(this.name, value);
  }

  offerKept() {
    if (this.refused) {
      this.keep();
      return;
    }
    const kept = stored.read(this.name);
    if (!kept || (kept.text === this.text.value && kept.title === (this.title?.value ?? ""))) {
      stored.forget(this.name);
      return;
    }
    const notice = this.root.querySelector("[data-editor-kept]");
    notice.querySelector("[data-editor-kept-when]").textContent = `Il date du ${momentWords(kept.at)}.`;
    notice.hidden = false;
    notice.querySelector("[data-editor-take]").addEventListener("click", () => {
      if (this.title) this.title.value = kept.title;
      this.text.value = kept.text;
      notice.hidden = true;
      this.text.focus();
    });
    notice.querySelector("[data-editor-forget]").addEventListener("click", () => {
      stored.forget(this.name);
      notice.hidden = true;
      this.text.focus();
    });
  }

  async save(leaving = false) {
    if (this.stopped || this.busy || !this.changed) return;
    const sent = this.state();
    this.busy = this.send(leaving, sent);
    await this.busy;
    this.busy = null;
  }

  async send(leaving, sent) {
    let answer = null;
    try {
      answer = await fetch(this.address, { method: "POST", body: new FormData(this.form), keepalive: leaving });
    } catch {
      this.say(`Le site ne répond pas. ${LOST}`);
      return;
    }
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      this.say(answer.ok || answer.status < 500 ? ENDED : LOST);
      return;
    }
    this.learn(answer, await answer.json(), sent);
  }

  learn(answer, { message, version, saved }, sent) {
    if (!answer.ok) {
      this.stopped = answer.status === 409;
      this.say(`${message} ${LOST}`);
      return;
    }
    this.version.value = version;
    this.written = sent;
    this.saved.textContent = saved;
    this.say("");
    if (!this.changed) stored.forget(this.name);
  }

  async submit(event) {
    const { submitter } = event;
    if (submitter?.value === "preview") {
      event.preventDefault();
      await this.preview(submitter);
      return;
    }
    this.leaving = true;
    if (!this.busy) return;
    // what saves itself just now must come first, or the two would look like two writers
    event.preventDefault();
    await this.busy;
    this.form.requestSubmit(submitter);
  }

  async preview(submitter) {
    const place = document.querySelector("[data-editor-preview]");
    const body = new FormData(this.form);
    body.set(submitter.name, submitter.value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = page.querySelector("#apercu");
      if (!answer.ok || !shown) throw new Error(`preview: ${answer.status}`);
      this.saved.textContent = page.querySelector("[data-editor-saved]").textContent;
      place.replaceChildren(document.importNode(shown, true));
      place.firstElementChild.focus();
    } catch {
      this.say(`L’aperçu ne vient pas. ${LOST}`);
      this.keep();
    }
  }
}

for (const root of document.querySelectorAll("[data-editor]")) new Editor(root);
