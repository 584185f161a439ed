// A court officer's morning: the list comes in as the court sent it, and somebody says who the defendants are.

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PHONE, checkAccess, checkNoOverflow, checkQuiet, openBrowser, openPage, shoot } from './browser.mjs';
import { PROGRAM, demo, signInAs } from './server.mjs';

const built = await access(PROGRAM).then(() => true, () => false);

describe('a court officer\'s morning', { skip: !built && `${PROGRAM} is not built` }, () => {
  let browser;
  let service;
  before(async () => {
    service = await demo({ people: 120 });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await service?.remove();
  });

  async function atCourt(options) {
    const page = await openPage(browser, { baseURL: service.url, ...options });
    page.setDefaultTimeout(10_000);
    await signInAs(page, /court officer/i);
    return page;
  }

  test('a list is imported, shows who may be known, and importing it again adds nothing', async () => {
    const page = await atCourt();
    for (const expected of [/ recorded\.$/, /imported before: nothing was added/]) {
      await page.goto('/courts/import');
      await page.setInputFiles('input[type=file]', join(service.data, 'samples/court-list.xml'));
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByRole('heading', { name: expected }).waitFor();
    }
    await checkAccess(page, 'import');
    checkQuiet(page, 'import');
    await page.context().close();
  });

  test('a defendant who may be known is confirmed, and only then does the record open', async () => {
    const page = await atCourt({ scripts: false });
    await page.goto('/courts');
    await page.locator('.tc-courts .tc-inline a').first().click();
    await page.getByRole('row').filter({ hasText: 'To check: 1 possible' }).first().getByRole('link').first().click();
    assert.equal(await page.getByText('Next appointment').count(), 0, 'nothing of the record is shown before');
    await page.getByRole('button', { name: 'This person' }).first().click();
    await page.locator('main a[href^="/cases/"]').first().click();
    await page.getByRole('link', { name: 'Timeline', exact: true }).waitFor();
    await page.context().close();
  });

  test('the court pages are accessible and fit a phone', async () => {
    const page = await atCourt();
    const href = async (locator) => page.locator(locator).first().getAttribute('href');
    await page.goto('/courts');
    const day = await href('.tc-courts .tc-inline a');
    await page.goto(day);
    const defendant = await href('main table a, .tc-room a');
    for (const address of ['/courts', day, defendant]) {
      await page.setViewportSize(PHONE);
      await page.goto(address);
      await checkAccess(page, address);
      await checkNoOverflow(page, address);
      await shoot(page, `court-${address.split('/').length}`);
    }
    await page.context().close();
  });
});
