// Watches a Streamlit page from the press of Enter until its charts stand: `benchWatch.took()`
// gives the milliseconds to the last change of a heading or chart, once the script has ended and
// both have been quiet, and null until then.
() => {
  const QUIET = 500;
  const app = document.querySelector("[data-testid=stApp]");
  const texts = () =>
    [...document.querySelectorAll("h2, .js-plotly-plot svg")].map((e) => e.textContent).join("\n");
  const watch = { begun: 0, chart: 0, last: 0, texts: "" };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter") return;
      Object.assign(watch, { chart: 0, last: 0, texts: texts() });
      watch.begun = performance.now();
    },
    true,
  );
  new MutationObserver((changes) => {
    const now = performance.now();
    for (const { target } of changes) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      const chart = element?.closest(".js-plotly-plot");
      if (chart) watch.chart = now;
      if (chart || element?.closest("h2")) watch.last = now;
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  watch.took = () => {
    const done =
      app.getAttribute("data-test-script-state") === "notRunning" &&
      watch.chart > watch.begun &&
      performance.now() - watch.last > QUIET &&
      texts() !== watch.texts;
    return done ? watch.last - watch.begun : null;
  };
  window.benchWatch = watch;
};
