// An officer's day in a real browser, on a service made by `demo`, through the pages everybody uses.
// Every journey runs with scripts and without, and must leave the same record.

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { DESK, PHONE, checkAccess, checkNoOverflow, checkNothingLeaks, checkQuiet, openBrowser, openPage, shoot } from './browser.mjs';
import { PROGRAM, demo, run, signInAs } from './server.mjs';

const built = await access(PROGRAM).then(() => true, () => false);

describe('an officer\'s day', { skip: !built && `${PROGRAM} is not built` }, () => {
  let browser;
  let service;
  before(async () => {
    service = await demo();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    const { code, out } = await run(PROGRAM, ['verify', '--json', '--data', service.data]);
    assert.equal(code, 0, `what the journeys recorded verifies: ${out}`);
    await service?.remove();
  });

  /** A page signed in as a practitioner, on the day. */
  async function atWork(options) {
    const page = await openPage(browser, { baseURL: service.url, ...options });
    page.setDefaultTimeout(10_000);
    await signInAs(page, /a full day/i);
    await page.goto('/day');
    return page;
  }

  /** The first appointment whose outcome is still to record, and that holds something. */
  async function firstDue(page, holding = '.tc-button-quick') {
    const slot = page.locator('.tc-slot--due').filter({ has: page.locator(holding) }).first();
    assert.ok(await slot.count(), 'the demonstration has an appointment to record today');
    const id = await slot.getAttribute('id');
    return page.locator(`#${id}`);
  }

  /** An appointment of an earlier day without an outcome, whose form offers something; its own page is left open. */
  async function unrecorded(page, offering) {
    const links = page.locator('section[aria-labelledby=earlier] a');
    const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    for (const address of addresses) {
      await page.goto(address);
      const form = page.locator('form.tc-outcome');
      if (await form.locator(offering).count() > 0) return form;
    }
    assert.fail(`no appointment without an outcome offers ${offering}: ${addresses}`);
  }

  test('an absence with a warning leads to its letter, which says what the law asks of it', async () => {
    const page = await atWork({ scripts: false });
    const form = await unrecorded(page, 'input[value=warning]');
    await form.getByLabel('Did not attend').check();
    await form.getByLabel('None given yet').check();
    await form.getByLabel('Send a warning letter').check();
    await form.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('region', { name: 'Notice' }).getByRole('link', { name: 'Print the letter' }).click();
    const letter = await page.locator('body').innerText();
    for (const words of ['You did not attend', 'unacceptable', 'liable to be brought before a court', 'next appointment']) {
      assert.ok(letter.includes(words), `the letter says “${words}”`);
    }
    await page.context().close();
  });

  test('nobody has stayed away before the time', async () => {
    const page = await atWork({ scripts: false });
    const slot = await firstDue(page, 'input[value=later]');
    await slot.locator('.tc-more > summary').click();
    await slot.getByLabel('Did not attend').check();
    await slot.getByLabel('Decide later').check();
    await slot.getByRole('button', { name: 'Record', exact: true }).click();
    await page.locator('#problems').getByText('Record an absence after it has started').waitFor();
    await page.context().close();
  });

  test('an absence and its decision are one form', async () => {
    const page = await atWork();
    const form = await unrecorded(page, 'input[value=breach]');
    await form.getByLabel('Did not attend').check();
    await form.getByLabel('None given yet').check();
    await form.getByLabel('Refer for breach').check();
    await form.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('region', { name: 'Notice' }).waitFor();
    await page.getByText('Did not attend: no acceptable reason').first().waitFor();
    checkQuiet(page, 'absence');
    await page.context().close();
  });

  test('a failure recorded earlier is decided from the list of what is due, without scripts', async () => {
    const page = await atWork({ scripts: false });
    await page.goto('/day?due=all');
    await page.locator('.tc-side').getByRole('link', { name: 'Decide' }).first().click();
    const form = page.locator('form.tc-outcome');
    await form.getByLabel('Accept an excuse').check();
    await form.locator('[name=decision_reason]').fill('Saw the hospital letter.');
    await form.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('region', { name: 'Notice' }).waitFor();
    await page.getByText('Excuse accepted').first().waitFor();
    await page.context().close();
  });

  for (const scripts of [true, false]) {
    const how = scripts ? 'with scripts' : 'without scripts';

    test(`one press records that somebody attended and complied, ${how}`, async () => {
      const page = await atWork({ scripts });
      const slot = await firstDue(page);
      await slot.getByRole('button', { name: 'Attended, complied' }).click();
      await page.getByRole('region', { name: 'Notice' }).waitFor();
      await slot.getByText('Attended and complied').waitFor();
      assert.equal(await slot.locator('.tc-button-quick').count(), 0, 'the outcome is asked once');
      checkQuiet(page, how);
      await page.context().close();
    });

    test(`a form that comes back keeps what was typed and leads to the field, ${how}`, async () => {
      const page = await atWork({ scripts });
      const slot = await firstDue(page);
      await slot.locator('.tc-more > summary').click();
      await slot.getByLabel('Did not attend').check();
      await slot.locator('textarea[name=note]').fill('Rang twice, no answer.');
      await slot.getByRole('button', { name: 'Record', exact: true }).click();
      await page.locator('#problems').waitFor();
      assert.match(await page.title(), /^Error: /);
      assert.equal(await page.locator('textarea[name=note]').filter({ visible: true }).first().inputValue(), 'Rang twice, no answer.');
      const target = await page.locator('.govuk-error-summary__list a').first().getAttribute('href');
      assert.ok(await page.locator(target).first().isVisible(), `${target} can be seen`);
      await page.context().close();
    });
  }

  test('every page a practitioner comes to in two steps is accessible and says nothing in its title', async () => {
    const page = await atWork();
    const links = async () => page.locator('main a[href^="/"], nav a[href^="/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href').split('#')[0]));
    const shape = (address) => address.split('?')[0].replace(/[a-z]+-[a-z2-7]{26}|\d{4}-\d\d-\d\d|\d+/g, '…');
    const waiting = ['/day', ...(await links())];
    const seen = new Set();
    while (waiting.length > 0 && seen.size < 25) {
      const address = waiting.shift();
      if (seen.has(shape(address))) continue;
      seen.add(shape(address));
      for (const size of [DESK, PHONE]) {
        await page.setViewportSize(size);
        await page.goto(address);
        await page.waitForSelector('html[data-ready]');
        await checkAccess(page, address);
        await checkNoOverflow(page, address);
        const names = await page.locator('.tc-slot__who a, .tc-case__name').allTextContents();
        await checkNothingLeaks(page, names.filter((name) => name.includes(' ')), address);
        await shoot(page, `live-${shape(address).replaceAll(/[^a-z]+/g, '-')}-${size.width}`);
      }
      if (seen.size < 8) waiting.push(...(await links()));
    }
    assert.ok(seen.size >= 6, [...seen].join(' '));
    checkQuiet(page, 'the walk');
    await page.context().close();
  });
});
