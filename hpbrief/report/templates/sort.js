(function () {
  "use strict";
  var table = document.querySelector("table.overview");
  if (!table) return;
  var body = table.tBodies[0];
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var original = Array.prototype.slice.call(body.rows);
  function value(row, key) {
    var text = row.getAttribute("data-sort-" + key) || "";
    return text !== "" && isFinite(text) ? Number(text) : text;
  }
  function compare(key, sign) {
    return function (a, b) {
      var x = value(a, key), y = value(b, key);
      if (x === "" || y === "") return (x === "") - (y === "");
      if (typeof x === "number" && typeof y === "number") return sign * (x - y);
      return sign * String(x).localeCompare(String(y), document.documentElement.lang);
    };
  }
  function sort(head, key) {
    var was = head.getAttribute("aria-sort");
    var order = was === "ascending" ? "descending" : was === "descending" ? "" : "ascending";
    heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
    var rows = original.slice();
    if (order) {
      head.setAttribute("aria-sort", order);
      rows.sort(compare(key, order === "ascending" ? 1 : -1));
    }
    rows.forEach(function (row) { body.appendChild(row); });
  }
  heads.forEach(function (head) {
    var key = head.getAttribute("data-key");
    if (!key) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    // browsers repeat the words of a head on each printed page, not its buttons
    var words = document.createElement("span");
    words.className = "printed";
    words.setAttribute("aria-hidden", "true");
    words.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    head.appendChild(words);
    button.addEventListener("click", function () { sort(head, key); });
  });
  table.classList.add("sortable");
})();
