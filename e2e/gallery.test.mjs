// Every page, filled with its sample, in every way it can be looked at.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  DESK, PHONE, checkAccess, checkNoOverflow, checkNothingLeaks, checkQuiet, checkTargets, openBrowser, openPage, shoot, weigh,
} from './browser.mjs';
import { freePort, serve } from './server.mjs';

const INVENTED = ['Ada', 'Sample', 'Example', 'X0000'];

describe('the gallery of pages', async () => {
  const port = await freePort();
  const gallery = process.env.GALLERY
    ? await serve(process.env.GALLERY, [String(port)], port)
    : await serve('cargo', ['run', '--quiet', '-p', 'web', '--example', 'gallery', '--', String(port)], port);
  const names = (await (await fetch(gallery.url)).text()).split('\n');
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(async () => {
    await browser.close();
    await gallery.stop();
  });

  async function visit(name, options) {
    const page = await openPage(browser, { baseURL: gallery.url, ...options });
    await page.goto(`/p/${name}`);
    return page;
  }

  for (const name of names) {
    test(`${name} is accessible, quiet and fits at both widths`, async () => {
      for (const [width, size] of [['desk', DESK], ['phone', PHONE]]) {
        const page = await visit(name, { size });
        await page.waitForSelector('html[data-ready]');
        await checkAccess(page, `${name} at ${width}`);
        await checkNoOverflow(page, `${name} at ${width}`);
        await checkTargets(page, `${name} at ${width}`);
        await shoot(page, `${name}-${width}`);
        await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
        await checkAccess(page, `${name} at ${width}, all opened`);
        await checkNoOverflow(page, `${name} at ${width}, all opened`);
        await checkNothingLeaks(page, INVENTED, name);
        checkQuiet(page, name);
        await page.context().close();
      }
    });

    test(`${name} stands on paper and without scripts`, async () => {
      const page = await visit(name, { scripts: false });
      await checkNoOverflow(page, name);
      checkQuiet(page, name);
      const paper = await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
      assert.ok(paper.length > 5_000, name);
      await page.context().close();
    });
  }

  test('a first visit takes six requests and 150 kilobytes at most, before compression', async () => {
    const page = await openPage(browser, { baseURL: gallery.url });
    const { bytes, requests } = await weigh(page, () => page.goto('/p/day'));
    assert.ok(requests <= 6, `${requests} requests`);
    assert.ok(bytes < 150_000, `${bytes} bytes`);
    await page.context().close();
  });

  test('a keyboard reaches the first outcome of the day in twelve steps, past a skip link', async () => {
    const page = await visit('day');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to main content');
    await page.keyboard.press('Enter');
    let steps = 0;
    const there = () => page.evaluate(() => document.activeElement.matches('.tc-button-quick'));
    while (steps < 30 && !(await there())) {
      await page.keyboard.press('Tab');
      steps += 1;
    }
    assert.ok(steps <= 12, `${steps} steps`);
    await page.context().close();
  });

  test('an outcome shows the sections it needs and no others, scripts on or off', async () => {
    for (const scripts of [true, false]) {
      const page = await visit('day', { scripts });
      const slot = page.locator('#slot-2');
      await slot.locator('summary', { hasText: 'Other outcome' }).click();
      const shown = async () => Promise.all(['acceptable', 'failure', 'warning'].map((part) => slot.locator(`.tc-if--${part}`).isVisible()));
      assert.deepEqual(await shown(), [false, false, false]);
      await slot.getByLabel('Acceptable absence').check();
      assert.deepEqual(await shown(), [true, false, false]);
      await slot.getByLabel('Did not attend').check();
      assert.deepEqual(await shown(), [false, true, false]);
      await slot.getByLabel('Send a warning letter').check();
      assert.deepEqual(await shown(), [false, true, true]);
      if (scripts) await checkAccess(page, 'an absence with a warning');
      await shoot(page, `day-absence-${scripts ? 'scripts' : 'plain'}`);
      await page.context().close();
    }
  });

  test('a page with a problem starts at its summary, and the summary leads to the field', async () => {
    const page = await visit('day-open');
    await page.waitForSelector('html[data-ready]');
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'problems');
    await page.getByRole('link', { name: 'Choose a decision' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 's2-decision');
    await page.context().close();
  });
});
