/* Starts what a page names: data-module="name" loads name.js from beside this file and calls its start(element).
   Every module improves a page that already works; one that fails leaves the plain page and says so in the console. */

/** Starts every module named inside `root`, and puts the focus where the news is. */
export function startAll(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      import(`./${name}.js`).then(
        (module) => module.start(element),
        (reason) => {
          document.documentElement.dataset.plain = "";
          console.warn(`${name} did not load`, reason);
        },
      );
    }
  }
  root.querySelector("[data-focus]")?.focus();
}

startAll(document);
