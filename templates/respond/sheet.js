/* What the answering page does where a script may run; without it everything works as well.
   It sends by itself and waits for the network when there is none, keeps a draft of what was
   typed (a personal link's with us, an open link's in this browser), and makes the browser's own
   back button go a page back. One submitted form is on its way at a time. */
(() => {
  const find = (query) => document.querySelector(query);
  const form = () => find("#sheet");
  const place = "twofold " + location.pathname;
  const day = 864e5;
  let typed = 0, going = 0, timer;

  const fields = (button) => {
    const data = new FormData(form());
    if (button && button.name) data.append(button.name, button.value);
    return data;
  };
  const post = (data) => fetch(form().action, { method: "POST", body: new URLSearchParams(data) });
  const pause = () => new Promise((go) => {
    setTimeout(go, 5000);
    addEventListener("online", go, { once: true });
  });

  const local = (change) => { try { return change(localStorage); } catch { return null; } };
  const kept = () => local((store) => {
    const found = JSON.parse(store.getItem(place));
    return found && Date.now() - found.at < day ? found : store.removeItem(place);
  });
  const panel = (canGoOn) => {
    if (!find("#kept")) return;
    find("#kept").hidden = false;
    find("[data-local=go]").hidden = !canGoOn;
  };

  const keep = () => {
    if (going || !form()) return;
    if (form().dataset.keep == "draft") {
      const data = fields();
      data.append("_go", "save");
      post(data).catch(() => {});
    } else if (form().dataset.keep == "local") {
      local((store) => store.setItem(place, JSON.stringify({ at: Date.now(), data: [...fields()] })));
      panel(false);
    }
  };

  const show = (html, url) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const root = document.documentElement;
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    document.title = page.title;
    document.body.replaceWith(page.body);
    if (url != location.href) history.replaceState(null, "", url);
    if (url.includes("/thanks")) local((store) => store.removeItem(place));
    const head = find("[role=alert] h2") || find("h1");
    head.tabIndex = -1;
    scrollTo(0, 0);
    head.focus();
  };

  const send = async (data) => {
    if (going) return;
    going = 1;
    clearTimeout(timer);
    let answer, html;
    while (html == null) {
      try {
        answer = await post(data);
        html = await answer.text();
      } catch {
        const net = find("#net");
        net.textContent = net.dataset.wait;
        data.set("_waited", "1");
        await pause();
      }
    }
    going = typed = 0;
    if (data.get("_go") == "next" && answer.ok) history.pushState(null, "");
    show(html, answer.url);
  };

  addEventListener("submit", (event) => {
    if (event.target != form()) return;
    event.preventDefault();
    send(fields(event.submitter));
  });
  addEventListener("input", () => {
    typed = 1;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  addEventListener("pagehide", () => typed && keep());
  addEventListener("popstate", () => {
    if (!form() || location.hash) return;
    const data = fields();
    data.append("_go", "back");
    send(data);
  });
  addEventListener("click", (event) => {
    const deed = event.target.dataset && event.target.dataset.local;
    if (!deed) return;
    const found = kept();
    find("#kept").hidden = true;
    if (deed == "clear") local((store) => store.removeItem(place));
    else if (found) {
      const data = new URLSearchParams(found.data);
      data.append("_go", "again");
      send(data);
    }
  });
  if (form() && form().dataset.keep == "local" && kept()) panel(true);
})();
