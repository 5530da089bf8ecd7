// Opens pages in one Chromium and says what happened: reads a list of looks as JSON, writes a list of findings as JSON.
//
// A look: {file, width, height, scheme, boxes, overlaps, widths, events, axe, tree, screenshot, fullPage, selector, pdf}.
// An answer: {requests, errors, dialogs} and what was asked for.

import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const looks = JSON.parse(readFileSync(0, "utf8"));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

function beyondTheEdge() {
  const width = document.documentElement.clientWidth;
  return {
    page: document.documentElement.scrollWidth - width,
    elements: [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest(".wide"))
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 120)),
  };
}

async function look(one) {
  const answer = { requests: [], errors: [], dialogs: [] };
  const context = await browser.newContext({
    viewport: { width: one.width ?? 1280, height: one.height ?? 900 },
    colorScheme: one.scheme ?? "light",
    offline: true,
  });
  const page = await context.newPage();
  const address = pathToFileURL(one.file).href;
  page.on("request", (request) => request.url() === address || answer.requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && answer.errors.push(message.text()));
  page.on("pageerror", (error) => answer.errors.push(String(error)));
  page.on("popup", () => answer.dialogs.push("popup"));
  page.on("dialog", async (dialog) => {
    answer.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await page.goto(address, { waitUntil: "load" });
  if (one.boxes) {
    answer.boxes = await page.evaluate(
      (selectors) =>
        Object.fromEntries(
          selectors.map((selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            return [selector, { left: box.left, top: box.top, right: box.right, bottom: box.bottom }];
          }),
        ),
      one.boxes,
    );
  }
  if (one.overlaps) {
    answer.overlaps = await page.evaluate(() => {
      const found = [];
      for (const day of document.querySelectorAll(".hours")) {
        const boxes = [...day.querySelectorAll(".block")].map((block) => [block, block.getBoundingClientRect()]);
        for (const [at, [block, box]] of boxes.entries())
          for (const [other, second] of boxes.slice(at + 1)) {
            const across = Math.min(box.right, second.right) - Math.max(box.left, second.left);
            const down = Math.min(box.bottom, second.bottom) - Math.max(box.top, second.top);
            if (across > 0.5 && down > 0.5) found.push(`${block.textContent.trim()} / ${other.textContent.trim()}`);
          }
      }
      return found;
    });
  }
  if (one.widths) {
    answer.overflow = {};
    for (const width of one.widths) {
      await page.setViewportSize({ width, height: one.height ?? 900 });
      answer.overflow[width] = await page.evaluate(beyondTheEdge);
    }
  }
  if (one.events) answer.events = await page.evaluate(() => document.body.dataset.touched ?? "");
  if (one.axe) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    answer.violations = result.violations.map(
      (violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)}`,
    );
  }
  if (one.tree) answer.tree = await page.locator("body").ariaSnapshot();
  if (one.screenshot) {
    const target = one.selector ? page.locator(one.selector).first() : page;
    await target.screenshot({ path: one.screenshot, ...(one.selector ? {} : { fullPage: one.fullPage ?? true }) });
  }
  if (one.pdf) await page.pdf({ path: one.pdf, format: "A4", printBackground: one.background ?? false });
  await context.close();
  return answer;
}

const AT_ONCE = 3;
const answers = [];
const waiting = looks.entries();
async function work() {
  for (const [place, one] of waiting) answers[place] = await look(one);
}
try {
  await Promise.all(Array.from({ length: AT_ONCE }, work));
} finally {
  await browser.close();
}
// A pipe takes no more at once than it has room for.
for (let rest = Buffer.from(JSON.stringify(answers)); rest.length; ) {
  try {
    rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if (error.code !== "EAGAIN") throw error;
  }
}
