// What those do who are no practitioners: reception, a senior; and the form that keeps people apart. Each page on the way, the
// refusals as well, is looked at by axe and fits a phone.

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { DESK, PHONE, checkAccess, checkNoOverflow, checkQuiet, openBrowser, openPage, shoot } from './browser.mjs';
import { PROGRAM, demo, signInAs } from './server.mjs';

const built = await access(PROGRAM).then(() => true, () => false);

describe('beside the practitioner', { skip: !built && `${PROGRAM} is not built` }, () => {
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

  async function signedIn(role) {
    const page = await openPage(browser, { baseURL: service.url });
    page.setDefaultTimeout(10_000);
    await signInAs(page, role);
    return page;
  }

  /** The page as it stands now: accessible, and no wider than a desk or a phone. */
  async function sound(page, step) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.waitForSelector('html[data-ready]');
      await checkAccess(page, step);
      await checkNoOverflow(page, step);
      await shoot(page, `${step.replaceAll(/[^a-z]+/g, '-')}-${size.width}`);
    }
    await page.setViewportSize(DESK);
  }

  /** Who is meant by failure 32, as the list of failures leads to them. */
  async function rival(page) {
    await page.goto('/failures');
    const link = page.getByRole('link', { name: 'Book this person today at 2:45pm' }).first();
    return (await link.getAttribute('href')).replace(/\/book$/, '');
  }

  async function book(page, time, day = '15/12/2015') {
    await page.getByLabel('Date', { exact: true }).fill(day);
    await page.getByLabel('Time', { exact: true }).fill(time);
    await page.getByRole('button', { name: 'Book', exact: true }).last().click();
  }

  test('reception: somebody who is expected comes in, and leaves', async () => {
    const page = await signedIn(/books for the team/i);
    await page.goto('/day');
    await page.getByRole('link', { name: 'Reception' }).click();
    await sound(page, 'reception');
    const due = page.locator('section[aria-labelledby=expected] li').filter({ has: page.getByRole('button', { name: /^Came in/ }) });
    const who = await due.first().locator('.tc-slot__who').innerText();
    await due.first().getByRole('button').click();
    const inside = page.locator('section[aria-labelledby=inside] li').filter({ hasText: who }).first();
    await inside.waitFor();
    await sound(page, 'reception: somebody came in');
    await inside.getByRole('button', { name: /^Left/ }).click();
    await page.locator('section[aria-labelledby=gone]').getByText(who).first().waitFor();
    await sound(page, 'reception: somebody left');
    checkQuiet(page, 'reception');
    await page.context().close();
  });

  test('reception: somebody nobody knows is noted for the senior', async () => {
    const page = await signedIn(/books for the team/i);
    await page.goto('/day');
    await page.getByRole('link', { name: 'Reception' }).click();
    await page.getByRole('button', { name: 'Find them' }).click();
    await page.locator('#problems').waitFor();
    await sound(page, 'reception: nothing typed');
    await page.getByLabel(/^Who they say they are/).fill('Says she is a sister, and waits.');
    await page.getByRole('button', { name: /^Note them for/ }).click();
    await page.getByText('Says she is a sister, and waits.').waitFor();
    await sound(page, 'reception: a caller');
    await page.context().close();
  });

  test('a senior lets a booking be that was refused, with a reason', async () => {
    const page = await signedIn(/the team’s week/i);
    const person = await rival(page);
    await page.goto(`${person}/book`);
    await book(page, '2:45pm');
    const refusal = page.locator('.tc-refusal');
    await refusal.getByText('say why below and press Book').waitFor();
    await sound(page, 'a senior is refused');
    await page.getByLabel('Why it must be then and there').fill('Two doors, two colleagues.');
    await page.getByRole('button', { name: 'Book', exact: true }).last().click();
    await page.waitForURL(/done=recorded/);
    await sound(page, 'a senior lets it be');
    checkQuiet(page, 'the senior’s override');
    await page.context().close();
  });

  test('a senior gives a case on', async () => {
    const page = await signedIn(/the team’s week/i);
    await page.goto('/team');
    await sound(page, 'the team’s week');
    await page.getByRole('link', { name: /^Give cases of/ }).first().click();
    await sound(page, 'whom to give a case');
    const to = page.locator('select[name^="to-"]').first();
    const free = to.locator('option').filter({ hasText: /, \d+ cases?$/ }).first();
    await to.selectOption(await free.getAttribute('value'));
    await page.getByRole('button', { name: 'Allocate', exact: true }).click();
    await page.waitForURL(/done=allocated/);
    await sound(page, 'a case was given');
    checkQuiet(page, 'allocating');
    await page.context().close();
  });

  test('a senior signs for a month, with a line for each who was not seen', async () => {
    const page = await signedIn(/the team’s week/i);
    await page.goto('/day');
    await page.getByRole('link', { name: /^Sign off who was not seen in/ }).click();
    await sound(page, 'signing off');
    const lines = page.locator('.tc-reviewed textarea, .tc-reviewed input[type=text]');
    if (await lines.count() > 0) {
      await page.getByRole('button', { name: 'Sign off', exact: true }).click();
      await page.locator('#problems').waitFor();
      await sound(page, 'signing off without a line');
    }
    for (const line of await lines.all()) await line.fill('The officer visits this week.');
    await page.getByRole('button', { name: 'Sign off', exact: true }).click();
    await page.waitForURL((to) => !to.pathname.includes('/sign-off/') || to.search.includes('done'));
    await sound(page, 'signed off');
    checkQuiet(page, 'signing off');
    await page.context().close();
  });

  test('two people are kept apart, and their bookings are refused from then on', async () => {
    const page = await signedIn(/a full day/i);
    await page.goto('/caseload');
    const rows = page.locator('.tc-cases tbody tr').filter({ has: page.locator('th a') });
    const [one, other] = [rows.nth(0), rows.nth(1)];
    const homes = [await one.locator('th a').getAttribute('href'), await other.locator('th a').getAttribute('href')];
    const crn = (await other.locator('.tc-crn').innerText()).trim();
    await page.goto(`${homes[0]}/apart`);
    await sound(page, 'kept apart');
    await page.getByRole('button', { name: 'Keep apart', exact: true }).click();
    await page.locator('#problems').waitFor();
    await sound(page, 'kept apart: nothing typed');
    await page.getByLabel('From whom', { exact: true }).fill(crn);
    await page.getByLabel('Why', { exact: true }).selectOption('feud');
    await page.getByLabel('How far that is believed').selectOption('likely');
    await page.getByLabel('Who says so').fill('Both of them');
    await page.getByLabel('Looked at again by').fill('1/3/2016');
    await page.getByRole('button', { name: 'Keep apart', exact: true }).click();
    await page.getByText('In force').first().waitFor();
    await sound(page, 'kept apart from now on');
    await page.getByRole('link', { name: /^Look at it again/ }).first().click();
    await sound(page, 'looked at again');
    // A day on which the first of them can come, and then the other beside them.
    for (const day of ['23/12/2015', '7/1/2016', '8/1/2016', '14/1/2016']) {
      await page.goto(`${homes[0]}/book`);
      await book(page, '5:30pm', day);
      if (!/done=recorded/.test(page.url())) continue;
      await page.goto(`${homes[1]}/book`);
      await book(page, '6:15pm', day);
      break;
    }
    await page.locator('.tc-refusal').getByText('can’t be booked for this person').waitFor();
    await sound(page, 'refused from then on');
    assert.doesNotMatch(await page.locator('.tc-refusal').innerText(), /feud|apart/i);
    checkQuiet(page, 'keeping apart');
    await page.context().close();
  });
});
