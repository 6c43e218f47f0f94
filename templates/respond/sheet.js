/* What the answering page does where a script may run; without it everything works as well.
   It sends by itself and waits for the network when there is none, keeps a draft of what was
   typed (a personal link's with us, an open link's in this browser), and makes the browser's own
   back and forward buttons go through the pages. One submitted form is on its way at a time. */
(() => {
  const find = (query) => document.querySelector(query);
  const form = () => find("#sheet");
  /* Not form.action: a question may be called "action", and its field would be found instead. */
  const said = (name) => form().getAttribute(name) || "";
  const place = "twofold " + new URL(said("action"), location).pathname;
  const day = 864e5;
  let typed = 0, going = 0, depth = history.state || 0, saving, timer, pressed;

  const fields = (button, deed) => {
    const data = new FormData(form());
    if (button && button.name) data.set(button.name, button.value);
    if (deed) data.set("_go", deed);
    return data;
  };
  const post = (data, more) =>
    fetch(said("action"), { method: "POST", body: new URLSearchParams(data), ...more });
  const pause = () => new Promise((go) => {
    setTimeout(go, 5000);
    addEventListener("online", go, { once: true });
  });
  const tell = (text) => { find("#_net").textContent = text || find("#_net").dataset.wait; };

  const local = (change) => { try { return change(localStorage); } catch { return null; } };
  const forget = () => local((store) => store.removeItem(place));
  const kept = () => local((store) => {
    const found = JSON.parse(store.getItem(place));
    return found && Date.now() - found.at < day ? found : store.removeItem(place);
  });
  const panel = (canGoOn) => {
    if (!find("#_kept")) return;
    find("#_kept").hidden = false;
    find("[data-local=go]").hidden = !canGoOn;
    if (canGoOn) find("main").prepend(find("#_kept"));
  };

  const keep = (more) => {
    if (going || !form()) return;
    typed = 0;
    if (said("data-keep") == "draft") {
      if (saving) saving.abort();
      saving = new AbortController();
      post(fields(null, "save"), { signal: saving.signal, ...more })
        .then((answer) => { typed = typed || !answer.ok; }, () => { typed = 1; });
    } else if (said("data-keep") == "local") {
      const data = [...fields()];
      const isKept = local((store) => {
        store.setItem(place, JSON.stringify({ at: Date.now(), data }));
        return true;
      });
      if (isKept) panel(false);
    }
  };
  const keepUnsaved = () => typed && keep();

  const show = (page, url) => {
    const root = document.documentElement;
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    document.title = page.title;
    document.body.replaceWith(page.body);
    if (url != location.href) history.replaceState(depth, "", url);
    if (url.includes("/thanks")) forget();
    const head = find("[role=alert] h2") || find("h1");
    head.tabIndex = -1;
    scrollTo(0, 0);
    head.focus();
  };

  /* One attempt; what is not a page of ours comes from somewhere between, as from a hotel's
     network or a server that restarts, and counts as no network. */
  const attempt = async (data) => {
    const cut = new AbortController();
    const timers = [setTimeout(tell, 4000), setTimeout(() => cut.abort(), 6e4)];
    try {
      const answer = await post(data, { signal: cut.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("div.sheet")) throw answer;
      return { answer, page };
    } finally {
      timers.forEach(clearTimeout);
    }
  };

  /* `make` is asked again before each attempt: what was changed while waiting is sent as well. */
  const send = async (make, isOn) => {
    if (going) return;
    going = 1;
    clearTimeout(timer);
    if (saving) saving.abort();
    let found, waited;
    while (!found) {
      const data = make();
      if (waited) data.set("_waited", "1");
      try {
        found = await attempt(data);
      } catch {
        waited = 1;
        tell();
        await pause();
      }
    }
    going = typed = 0;
    if (found.answer.status == 413) return tell(found.page.querySelector("main").textContent);
    if (isOn && found.answer.ok) history.pushState(++depth, "");
    show(found.page, found.answer.url);
  };

  addEventListener("submit", (event) => {
    if (event.target != form()) return;
    event.preventDefault();
    const button = event.submitter || pressed; /* older browsers do not say */
    send(() => fields(button), button && button.value == "next");
  });
  addEventListener("input", () => {
    typed = 1;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  addEventListener("online", keepUnsaved);
  addEventListener("pagehide", () => typed && keep({ keepalive: true }));
  document.addEventListener("visibilitychange", () => document.hidden && keepUnsaved());
  addEventListener("popstate", (event) => {
    /* A link within the page made an entry of its own. */
    if (event.state == null) return history.replaceState(depth, "");
    if (event.state == depth) return;
    const deed = event.state < depth ? "back" : "next";
    depth = event.state;
    if (form()) send(() => fields(null, deed));
    else location.reload();
  });
  addEventListener("click", (event) => {
    pressed = event.target.closest("button");
    const deed = pressed && pressed.dataset.local;
    if (!deed) return;
    const found = kept();
    find("#_kept").hidden = true;
    if (deed == "clear") forget();
    else if (found) {
      const data = new URLSearchParams(found.data);
      data.set("_go", "again");
      send(() => data);
    }
  });
  history.replaceState(depth, "");
  if (said("data-keep") == "local" && kept()) panel(true);
})();
