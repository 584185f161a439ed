// What a task costs: presses, things chosen or typed, and pages, counted in a real browser against a budget. And people who
// must be kept apart, as the demonstration has them.

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { checkQuiet, openBrowser, openPage } from './browser.mjs';
import { PROGRAM, demo, signInAs } from './server.mjs';

const built = await access(PROGRAM).then(() => true, () => false);

/** Presses, choices and typing on a page, and the pages they lead to. */
class Counted {
  constructor(page) {
    this.page = page;
    this.presses = 0;
    this.typed = 0;
    this.pages = 0;
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) this.pages += 1; });
  }

  async press(what) {
    this.presses += 1;
    await what.click();
  }

  async choose(what, value) {
    this.presses += 1;
    await what.selectOption(value);
  }

  async type(what, text) {
    this.typed += 1;
    await what.fill(text);
  }

  /** Nobody needs more than this; what it took is told. */
  within(task, { presses, typed = 0, pages }) {
    console.log(`${task}: ${this.presses} presses, ${this.typed} typed, ${this.pages} pages`);
    assert.ok(this.presses <= presses, `${task}: ${this.presses} presses, ${presses} at most`);
    assert.ok(this.typed <= typed, `${task}: ${this.typed} typed, ${typed} at most`);
    assert.ok(this.pages <= pages, `${task}: ${this.pages} pages, ${pages} at most`);
  }
}

describe('what a task costs', { skip: !built && `${PROGRAM} is not built` }, () => {
  let browser;
  let service;
  before(async () => {
    service = await demo();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await service?.remove();
  });

  async function atWork(address, role = /a full day/i) {
    const page = await openPage(browser, { baseURL: service.url });
    page.setDefaultTimeout(10_000);
    await signInAs(page, role);
    await page.goto(address);
    return page;
  }

  test('somebody attended and complied: at most two presses, on the page of the day', async () => {
    const page = await atWork('/day');
    const counted = new Counted(page);
    await counted.press(page.locator('.tc-slot--due .tc-button-quick').first());
    await page.getByRole('region', { name: 'Notice' }).waitFor();
    counted.within('attended and complied', { presses: 2, pages: 1 });
    await page.context().close();
  });

  test('an absence with its decision and its letter: at most six presses, on one page', async () => {
    const page = await atWork('/day');
    const links = page.locator('section[aria-labelledby=earlier] a');
    const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    for (const address of addresses) {
      await page.goto(address);
      if (await page.locator('form.tc-outcome input[value=warning]').count() > 0) break;
    }
    const form = page.locator('form.tc-outcome');
    const counted = new Counted(page);
    await counted.press(form.getByLabel('Did not attend'));
    await counted.press(form.getByLabel('None given yet'));
    await counted.press(form.getByLabel('Send a warning letter'));
    await counted.press(form.getByRole('button', { name: 'Record', exact: true }));
    await page.getByRole('region', { name: 'Notice' }).getByRole('link', { name: 'Print the letter' }).waitFor();
    counted.within('absence, decision and letter', { presses: 6, pages: 1 });
    await page.context().close();
  });

  test('a person is found by one thing typed and one press', async () => {
    const page = await atWork('/caseload');
    const crn = await page.locator('main').getByText(/Z\d{6}/).first().innerText();
    await page.goto('/find');
    const counted = new Counted(page);
    await counted.type(page.locator('main form input[type=text], main form input[type=search]').first(), crn.match(/Z\d{6}/)[0]);
    await counted.press(page.locator('main form button').first());
    await page.locator('main a[href^="/cases/"]').first().waitFor();
    counted.within('find a person', { presses: 1, typed: 1, pages: 1 });
    await page.context().close();
  });

  /** The page that the list of failures leads to. */
  async function shown(words) {
    const page = await atWork('/failures');
    const address = await page.getByRole('link', { name: words }).first().getAttribute('href');
    await page.goto(address);
    return page;
  }

  test('an appointment is booked on one page: a day, a time, one press', async () => {
    const page = await shown('Book this person today at 2:45pm');
    const counted = new Counted(page);
    await counted.type(page.getByLabel('Date', { exact: true }), '22/12/2015');
    await counted.type(page.getByLabel('Time', { exact: true }), '4:30pm');
    await counted.press(page.getByRole('button', { name: 'Book', exact: true }).last());
    await page.waitForURL(/done=recorded/);
    counted.within('book an appointment', { presses: 1, typed: 2, pages: 1 });
    checkQuiet(page, 'booking');
    await page.context().close();
  });

  test('a case is given to an officer by three presses, from the team’s week', async () => {
    const page = await atWork('/team', /the team’s week/i);
    const counted = new Counted(page);
    await counted.press(page.getByRole('link', { name: /^Give cases of/ }).first());
    const to = page.locator('select[name^="to-"]').first();
    const free = await to.locator('option').filter({ hasText: /, \d+ cases?$/ }).last().getAttribute('value');
    await counted.choose(to, free);
    await counted.press(page.getByRole('button', { name: 'Allocate', exact: true }));
    await page.waitForURL(/done=allocated/);
    counted.within('allocate a case', { presses: 3, pages: 2 });
    await page.context().close();
  });

  test('something is raised with the senior from the case by two presses', async () => {
    const page = await atWork('/caseload');
    await page.goto(await page.locator('.tc-cases tbody th a').first().getAttribute('href'));
    const counted = new Counted(page);
    await counted.press(page.getByRole('link', { name: 'Raise with your senior', exact: true }));
    await counted.type(page.getByLabel('What do you ask', { exact: false }), 'May I see them at the library until the summer?');
    await counted.press(page.getByRole('button', { name: 'Raise it', exact: true }));
    await page.getByText('has it.').first().waitFor();
    counted.within('raise with the senior', { presses: 2, typed: 1, pages: 2 });
    checkQuiet(page, 'raising');
    await page.context().close();
  });

  test('a group of twelve is recorded with a press for each and at most one more', async () => {
    const page = await atWork('/caseload');
    const cases = await page.locator('.tc-cases tbody th a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    const [hour, booked] = ['4:45pm', []];
    for (const address of cases) {
      if (booked.length === 12) break;
      await page.goto(`${address}/book`);
      await page.getByLabel('Kind', { exact: true }).selectOption('GROUP');
      await page.getByLabel('Date', { exact: true }).fill('15/12/2015');
      await page.getByLabel('Time', { exact: true }).fill(hour);
      await page.getByRole('button', { name: 'Book', exact: true }).last().click();
      // Somebody may have another appointment then, or no order any more: somebody else is invited.
      if (/done=recorded/.test(page.url())) booked.push(address);
    }
    assert.equal(booked.length, 12, `${booked.length} of ${cases.length} could be invited`);
    await page.goto('/day');
    const counted = new Counted(page);
    const due = page.locator('.tc-slot--due').filter({ hasText: 'Group session' });
    for (let left = await due.count(); left > 0; left -= 1) {
      await counted.press(due.locator('.tc-button-quick').first());
      await page.getByRole('region', { name: 'Notice' }).waitFor();
    }
    assert.equal(await page.locator('.tc-slot--done').filter({ hasText: 'Group session' }).count() >= 12, true);
    counted.within('a group of twelve', { presses: 13, pages: 12 });
    await page.context().close();
  });

  test('rivals are refused without a name, and what is offered is booked with one press', async () => {
    const page = await shown('Book this person today at 2:45pm');
    const counted = new Counted(page);
    await counted.type(page.getByLabel('Date', { exact: true }), '15/12/2015');
    await counted.type(page.getByLabel('Time', { exact: true }), '2:45pm');
    await counted.press(page.getByRole('button', { name: 'Book', exact: true }).last());
    const refusal = page.locator('.tc-refusal');
    await refusal.getByText('can’t be booked for this person').waitFor();
    const words = await refusal.innerText();
    assert.doesNotMatch(words, /rival|gang|apart|intelligence/i, words);
    assert.match(words, /in the (morning|afternoon)/, words);
    await counted.press(refusal.locator('button[name=offer]').first());
    await page.waitForURL(/done=recorded/);
    counted.within('refused, and another time booked', { presses: 2, typed: 2, pages: 2 });
    await page.context().close();
  });
});
