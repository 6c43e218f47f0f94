// The workshop without waiting: saves by itself, shows what rules see, moves questions by keyboard.
// Every page works without it.
(function () {
  "use strict";
  var PAUSE = 1200, RETRY = 5000;

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function say(form, text) {
    var status = form.querySelector("[data-status]");
    if (status && status.textContent !== text) status.textContent = text;
  }

  function showAgain() {
    all("iframe[data-preview]").forEach(function (frame) {
      // Its address carries what was supposed; a reload would ask to send answers again.
      frame.contentWindow.location.replace(frame.contentWindow.location.href);
    });
  }

  function takeOver(form, html) {
    var box = document.getElementById(form.dataset.findings);
    var page = new DOMParser().parseFromString(html, "text/html");
    var found = page.querySelector("[data-seen]");
    if (!box || !found) return;
    box.replaceChildren(document.importNode(found, true));
    return found.dataset;
  }

  function keepSaving(form) {
    var timer, busy = false, dirty = false, stopped = false;

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    function save() {
      clearTimeout(timer);
      if (busy || !dirty || stopped) return;
      busy = true;
      dirty = false;
      say(form, "Saving …");
      var body = new FormData(form);
      body.append("autosave", "1");
      fetch(form.action, { method: "POST", body: new URLSearchParams(body), keepalive: true })
        .then(function (answer) {
          return answer.text().then(function (html) { settle(answer, html); });
        })
        .catch(function () {
          dirty = true;
          say(form, "Not saved yet: no connection. It is tried again.");
          later(RETRY);
        })
        .then(function () { busy = false; if (dirty) later(PAUSE); });
    }

    function settle(answer, html) {
      if (answer.status === 409) {
        stopped = true;
        say(form, "Not saved: somebody else changed this. Press Save to see both.");
      } else if (answer.status === 400) {
        takeOver(form, html);
        say(form, "Not saved yet: see below what to correct.");
      } else if (answer.ok && !answer.redirected) {
        var now = takeOver(form, html);
        if (now) {
          form.elements.seen.value = now.seen;
          all("input[name=revision]").forEach(function (field) { field.value = now.revision; });
        }
        say(form, "Saved " + new Date().toLocaleTimeString() + ".");
        showAgain();
      } else if (answer.status === 503) {
        dirty = true;
        say(form, "Not saved yet. It is tried again.");
        later(RETRY);
      } else {
        stopped = true;
        say(form, "Not saved. Press Save to see why.");
      }
    }

    form.addEventListener("input", function () {
      dirty = true;
      say(form, "Not saved yet …");
      later(PAUSE);
    });
    form.addEventListener("submit", function () { stopped = true; clearTimeout(timer); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") save();
    });
  }

  // A row of a condition that is filled in is meant.
  function mean(event) {
    var always = event.target.form && event.target.form.querySelector("[name=joining]:checked");
    if (event.target.name === "if_subject" && event.target.value && always.value === "always") {
      event.target.form.querySelector("[name=joining][value=all]").checked = true;
    }
  }

  function moveByKey(event) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    var card = event.target.closest("[data-card]");
    var to = event.key === "ArrowUp" ? "up" : "down";
    var button = card && card.querySelector("button[name=to][value=" + to + "]");
    if (button) {
      event.preventDefault();
      button.click();
    }
  }

  all("form[data-autosave]").forEach(keepSaving);
  document.addEventListener("change", mean);
  document.addEventListener("keydown", moveByKey);
})();
