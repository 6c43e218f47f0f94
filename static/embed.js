// Optional: gives <a data-twofold href="https://…/o/…"> the language of the page it stands on.
// The plain link works without it.
(function () {
  var language = document.documentElement.lang;
  if (!language) return;
  document.querySelectorAll("a[data-twofold]").forEach(function (link) {
    var address = new URL(link.href);
    if (!address.searchParams.has("lang")) {
      address.searchParams.set("lang", language);
      link.href = address.href;
    }
  });
})();
