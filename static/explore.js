// "Explore this chart": fetches the exploring library and the figure only when asked, and draws.
// Nothing on the page needs it; the table has every value.
(function () {
  "use strict";
  var library;

  function load(button) {
    if (!library) {
      library = fetch(button.dataset.library)
        .then(function (answer) {
          if (!answer.ok) throw new Error();
          return answer.json();
        })
        .then(function (found) {
          // It would add styles of maps, which nothing here draws and the content policy refuses.
          found.style_names.forEach(function (name) {
            var taken = document.createElement("meta");
            taken.id = name;
            document.head.appendChild(taken);
          });
          return run(found.script);
        });
      library.catch(function () { library = null; });
    }
    return library;
  }

  function run(address) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = function () { resolve(window.Plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  // Colours come as names of the stylesheet, so that light and dark are its own.
  function painted(value, styles) {
    if (typeof value === "string" && value.slice(0, 2) === "--") {
      return styles.getPropertyValue(value).trim() || value;
    }
    if (Array.isArray(value)) return value.map(function (one) { return painted(one, styles); });
    if (value && typeof value === "object") {
      return Object.keys(value).reduce(function (made, key) {
        made[key] = painted(value[key], styles);
        return made;
      }, {});
    }
    return value;
  }

  function figure(address) {
    return fetch(address, { headers: { Accept: "application/json" } }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.json();
    });
  }

  function draw(box, drawn) {
    var styles = getComputedStyle(document.documentElement);
    var made = painted(drawn, styles);
    made.layout.font.family = getComputedStyle(document.body).fontFamily;
    var options = {
      responsive: true, displaylogo: false, showTips: false,
      modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d"]
    };
    return window.Plotly.newPlot(box, made.data, made.layout, options).then(function () {
      box.on("plotly_click", function (clicked) {
        var point = clicked.points[0], label = point.data.label_url;
        if (label && label[point.pointNumber]) window.location.assign(label[point.pointNumber]);
      });
    });
  }

  function start(button) {
    var part = button.closest("[data-explore]");
    var box = part.querySelector("[data-figure]");
    var status = part.querySelector("[role=status]");
    if (!box.hidden) {
      window.Plotly.purge(box);
      box.hidden = true;
      button.textContent = button.dataset.open;
      button.setAttribute("aria-expanded", "false");
      status.textContent = "";
      return;
    }
    button.disabled = true;
    status.textContent = "Loading …";
    Promise.all([load(button), figure(button.dataset.address)])
      .then(function (both) {
        box.hidden = false;
        return draw(box, both[1]);
      })
      .then(function () {
        button.textContent = button.dataset.close;
        button.setAttribute("aria-expanded", "true");
        status.textContent = "Drawn. Drag to zoom, double-click to go back, click a name to hide it, a point to open its label. The table has every value.";
      })
      .catch(function () {
        box.hidden = true;
        status.textContent = "It could not be loaded. The chart and the table above are complete; try again in a moment.";
      })
      .then(function () {
        button.disabled = false;
        button.focus();
      });
  }

  document.querySelectorAll("[data-explore] button[data-address]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { start(button); });
  });
})();
