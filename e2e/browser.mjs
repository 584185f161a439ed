// One Chromium for a test file, and the checks that every page must pass.
//
// Nothing here knows a page by name; journeys live in the *.test.mjs files. A context can be made
// with scripts switched off: every task must work so.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
// Named one by one: without them axe leaves out the rules that are new in WCAG 2.2.
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const DESK = { width: 1200, height: 900 };
export const PHONE = { width: 360, height: 740 };
const SHOTS = new URL('./shots/', import.meta.url);

/** Starts a browser with a fresh profile; close it in `after`. */
export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/**
 * A page in a context of its own, which collects every console error and every request that leaves
 * this machine. `scripts: false` is a browser with JavaScript off.
 */
export async function openPage(browser, { size = DESK, scripts = true, baseURL } = {}) {
  const context = await browser.newContext({
    viewport: size, javaScriptEnabled: scripts, baseURL, locale: 'en-GB', timezoneId: 'Europe/London',
  });
  const page = await context.newPage();
  page.troubles = [];
  page.on('console', (message) => { if (message.type() === 'error') page.troubles.push(message.text()); });
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') page.troubles.push(`asked ${hostname}`);
  });
  return page;
}

/** Fails on any breach of WCAG 2.2 AA or of axe's best practice. Needs a page with scripts on. */
export async function checkAccess(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  const told = violations.map(({ id, help, nodes }) => `${id} (${help})\n    ${nodes.map((n) => n.html.slice(0, 160)).join('\n    ')}`);
  assert.deepEqual(told, [], `${where}: axe found\n  ${told.join('\n  ')}`);
}

/** Fails when the page is wider than its window. */
export async function checkNoOverflow(page, where) {
  const [content, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= room, `${where}: ${content} pixels of page in a window of ${room}`);
}

/** Fails when something was written to the console, went wrong, or was asked of another machine. */
export function checkQuiet(page, where) {
  assert.deepEqual(page.troubles, [], where);
}

/** Fails when a link or button is under 24 pixels high or wide and doesn't stand in running text. */
export async function checkTargets(page, where) {
  const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.width > 0 && (box.height < 20 || box.width < 20) && !element.matches('.govuk-visually-hidden'))
    .map(([element]) => element.outerHTML.slice(0, 100)));
  assert.deepEqual(small, [], where);
}

/** Fails when the title, the address or anything kept in the browser holds one of these words. */
export async function checkNothingLeaks(page, words, where) {
  const places = [await page.title(), page.url()];
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const word of words) {
    for (const text of [...places, kept]) assert.ok(!text.includes(word), `${where}: ${word} stands in ${text}`);
  }
}

/** How many bytes and requests a page took, from the browser's own count. */
export async function weigh(page, go) {
  let bytes = 0;
  let requests = 0;
  const count = async (response) => {
    requests += 1;
    bytes += (await response.body().catch(() => '')).length;
  };
  page.on('response', count);
  await go();
  await page.waitForLoadState('networkidle');
  page.off('response', count);
  return { bytes, requests };
}

/** Keeps a picture in e2e/shots, which git ignores. */
export async function shoot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, SHOTS).pathname, fullPage: true });
}
