// What a newcomer does, in a browser with a real server: `npm run journeys`, after the distribution is built.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directory, project, serve } from './server.mjs';
import { openBrowser, Tour } from './tour.mjs';

const PASSWORD = 'a long password';
const HOSTILE = '<img src=x onerror="document.title=1"> & "quoted"';
const CHECK_IN_MS = 90_000;

const home = directory();
const begun = performance.now();
const faults = [];

function say(text) {
  console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

async function step(name, work) {
  say(name);
  await work();
}

const first = join(project, 'samples/debian-1.qcow2');
const second = join(home, 'debian-2.qcow2');
// the second sample is an overlay, and what is uploaded stands alone
execFileSync('qemu-img', ['convert', '-O', 'qcow2', join(project, 'samples/debian-2.qcow2'), second]);

const server = await serve(home);
const browser = await openBrowser();
let now;

async function as(name, password) {
  const tour = await Tour.begin(browser, server.address);
  now = tour;
  await tour.logIn(name, password);
  return tour;
}

async function leave(tour) {
  faults.push(...tour.faults);
  await tour.end();
}

async function administrates() {
  const tour = await Tour.begin(browser, server.address);
  now = tour;
  const { page } = tour;
  await step('a wrong password is refused in one line', async () => {
    await tour.go('/machines?q=os:debian');
    await page.waitForURL('**/login');
    await tour.field('Name').fill(server.name);
    await page.locator('input[type=password]').fill('wrong');
    tour.expected.push(/status of 403 .*\/api\/v1\/session$/);
    await tour.button('Log in').click();
    await page.getByText('the name or the password is wrong').waitFor();
    await page.getByText(/^Request /).waitFor();
    await tour.see('login');
  });
  await step('the first administrator logs in, and comes to where he wanted to go', async () => {
    await page.locator('input[type=password]').fill(server.password);
    await tour.button('Log in').click();
    await page.waitForURL('**/machines?q=os:debian');
    await tour.go('/machines');
    await page.getByText('No machines yet').waitFor();
    await tour.see('machines-none');
  });
  await step('he makes accounts and a group', async () => {
    await tour.go('/administration');
    for (const name of ['ana', 'ben']) {
      await tour.button('New account').click();
      await tour.dialog().getByRole('textbox', { name: /^Name/ }).fill(name);
      await tour.dialog().locator('input[type=password]').fill(PASSWORD);
      if (name === 'ana') {
        await tour.see('account-new');
      }
      await tour.dialog().getByRole('button', { name: 'Create' }).click();
      await page.getByRole('cell', { name, exact: true }).waitFor();
    }
    await tour.see('accounts');
    await page.getByRole('tab', { name: 'Groups' }).click();
    await tour.button('New group').click();
    await tour.dialog().getByRole('textbox', { name: /^Name/ }).fill('lab');
    await tour.dialog().getByRole('button', { name: 'Create' }).click();
    await tour.button('Add member').click();
    await tour.dialog().getByRole('textbox', { name: /^Account/ }).fill('ben');
    await tour.dialog().getByRole('button', { name: 'Add member' }).click();
    await page.getByText('ben', { exact: true }).waitFor();
    await tour.see('groups');
  });
  await leave(tour);
}

/** Uploads an image and watches it being checked in. */
async function upload(tour, file, machine, message, tag, picture) {
  const { page } = tour;
  const dialog = tour.dialog();
  await page.locator('input[type=file]').setInputFiles(file);
  const name = dialog.getByRole('textbox', { name: /^Machine/ });
  await name.fill(machine);
  await dialog.getByRole('textbox', { name: /^Message/ }).fill(message);
  await dialog.getByRole('textbox', { name: /^Tag/ }).fill(tag);
  await tour.see(`${picture}-form`);
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await dialog.getByText(`${machine} is checked in`).waitFor({ timeout: CHECK_IN_MS });
  await tour.see(`${picture}-done`, { narrow: false });
  await dialog.getByRole('link', { name: 'Show the machine' }).click();
  await page.getByRole('heading', { name: new RegExp(`^${machine} `), level: 1 }).waitFor();
}

async function uploads(tour) {
  const { page } = tour;
  await step('ana uploads a machine, and watches it being checked in', async () => {
    await tour.button('Upload').first().click();
    await upload(tour, first, 'web', 'as installed', 'v1', 'upload');
    await page.getByText('Debian GNU/Linux 12 (bookworm)').waitFor();
    await tour.see('machine');
  });
  await step('and its next revision', async () => {
    await tour.button('Actions').click();
    await page.getByRole('menuitem', { name: 'New revision' }).click();
    await upload(tour, second, 'web', `lsb-release installed ${HOSTILE}`, '', 'upload-next');
    await page.getByText(`lsb-release installed ${HOSTILE}`).first().waitFor();
  });
  await step('the tasks tell of it', async () => {
    await tour.go('/tasks');
    await page.getByRole('link', { name: 'Check-in' }).first().waitFor();
    await tour.see('tasks');
    await page.getByRole('link', { name: 'Check-in' }).first().click();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await tour.see('task');
    await page.getByRole('button', { name: /^Tasks/ }).click();
    await page.getByRole('link', { name: 'All tasks' }).waitFor();
    await tour.see('task-drawer', { narrow: false });
  });
}

async function looks(tour) {
  const { page } = tour;
  await step('she finds it by a package', async () => {
    await tour.go('/machines');
    await page.getByRole('link', { name: 'web', exact: true }).waitFor();
    await tour.see('machines');
    const field = page.getByRole('combobox');
    await field.fill('pkg:lsb-release');
    await field.press('Escape');
    await field.press('Enter');
    await page.getByText('1 revision found').waitFor();
    await page.getByText('12.0-1').waitFor();
    await tour.see('search');
  });
  await step('and by the palette', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('web');
    await page.getByRole('option', { name: /^web/ }).first().waitFor();
    await tour.see('palette');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Revisions' }).waitFor();
  });
  await step('she compares its two revisions', async () => {
    await page.getByRole('tab', { name: 'Revisions' }).click();
    await page.getByText('Choose two revisions').waitFor();
    for (const box of await page.getByRole('checkbox').all()) {
      await box.check();
    }
    await tour.see('revisions');
    await tour.button('Compare').click();
    await page.getByRole('heading', { name: 'Packages' }).waitFor();
    await page.getByRole('cell', { name: 'lsb-release', exact: true }).waitFor();
    for (const part of ['configuration', 'all files', 'blocks']) {
      await tour.button(`Compare ${part}`).click();
    }
    await page.getByText(/of 128 MiB differ/).waitFor();
    await page.getByText('/usr/bin/lsb_release').first().waitFor();
    await tour.see('diff');
  });
  await step('she looks inside', async () => {
    await tour.go('/machines/web/inside');
    await page.getByText('bookworm').first().waitFor();
    await tour.see('inside');
    for (const part of ['packages', 'accounts', 'volumes', 'files']) {
      await tour.go(`/machines/web/inside?part=${part}${part === 'files' ? '&path=/etc' : ''}`);
      await page.getByRole('table').first().waitFor();
      await tour.see(`inside-${part}`);
    }
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download passwd', exact: true }).click();
    const passwd = await (await waiting).path();
    assert.match(readFileSync(passwd, 'utf8'), /^root:/);
  });
}

async function changes(tour) {
  const { page } = tour;
  await step('she tags and notes a revision', async () => {
    await tour.go('/machines/web');
    await tour.button('Actions').click();
    await page.getByRole('menuitem', { name: 'Tag' }).click();
    await tour.dialog().getByRole('textbox', { name: /^Tag/ }).fill('v2');
    await tour.dialog().getByRole('button', { name: 'Tag' }).click();
    await page.getByText('v2', { exact: true }).first().waitFor();
    await tour.button('Actions').click();
    await page.getByRole('menuitem', { name: 'Note' }).click();
    await tour.dialog().getByRole('textbox').fill(HOSTILE);
    await tour.dialog().getByRole('button', { name: 'Add' }).click();
    await page.getByText(HOSTILE, { exact: true }).waitFor();
    assert.notEqual(await page.title(), '1');
  });
  await step('a tag that is taken is refused in one line', async () => {
    await tour.button('Actions').click();
    await page.getByRole('menuitem', { name: 'Tag' }).click();
    await tour.dialog().getByRole('textbox', { name: /^Tag/ }).fill('v1');
    tour.expected.push(/status of 409 /);
    await tour.dialog().getByRole('button', { name: 'Tag' }).click();
    await tour.dialog().getByText(/^Request /).waitFor();
    await tour.see('refused');
    await tour.dialog().getByRole('button', { name: 'Cancel' }).click();
  });
  await step('she clones it', async () => {
    await tour.button('Clone').click();
    await tour.dialog().getByRole('textbox').fill('web-test');
    await tour.see('clone');
    await tour.dialog().getByRole('button', { name: 'Clone' }).click();
    await page.getByRole('heading', { name: /^web-test /, level: 1 }).waitFor();
    await tour.see('machine-clone');
  });
}

async function downloads(tour) {
  const { page } = tour;
  await step('she downloads it as VMDK', async () => {
    await tour.go('/machines/web');
    await tour.button('Download').click();
    const format = tour.dialog().getByRole('combobox', { name: 'Format' });
    await format.selectOption('vmdk');
    await tour.see('download');
    const waiting = page.waitForEvent('download');
    await tour.dialog().getByRole('button', { name: 'Download' }).click();
    const download = await waiting;
    const file = join(home, 'web.vmdk');
    await download.saveAs(file);
    const told = JSON.parse(execFileSync('qemu-img', ['info', '--output=json', file], { encoding: 'utf8' }));
    assert.equal(told.format, 'vmdk');
    execFileSync('qemu-img', ['check', file], { stdio: 'ignore' });
    execFileSync('qemu-img', ['compare', file, second], { stdio: 'ignore' });
  });
}

async function shares(tour) {
  const { page } = tour;
  await step('she shares it with a group', async () => {
    await tour.go('/machines/web/access');
    await tour.button('Share').click();
    await tour.see('share');
    await tour.dialog().getByRole('button', { name: 'Share' }).click();
    await page.getByRole('cell', { name: /^lab/ }).waitFor();
    await tour.see('access');
  });
}

async function isRefused() {
  const tour = await as('ben', PASSWORD);
  const { page } = tour;
  await step('ben sees what is shared with his group, and nothing else', async () => {
    await page.getByRole('link', { name: 'web', exact: true }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'web-test' }).count(), 0);
    tour.expected.push(/status of 404 .*web-test/, /status of 403 /);
    await tour.go('/machines/web-test');
    await page.getByText('web-test').first().waitFor();
    await page.getByText(/^Request /).first().waitFor();
    await tour.see('not-shared');
    await tour.go('/machines/web');
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Actions', exact: true }).count(), 0);
  });
  await leave(tour);
}

async function oversees() {
  const tour = await as(server.name, server.password);
  const { page } = tour;
  await step('the administrator reads what was done, and that nobody changed it', async () => {
    await tour.go('/activity');
    await page.getByText('machine.clone').first().waitFor();
    await tour.button('Verify the chain').click();
    await page.getByText(/The chain is whole/).waitFor();
    await tour.see('activity');
  });
  await step('he makes a token', async () => {
    await tour.go('/account');
    await tour.button('New token').click();
    await tour.dialog().getByRole('textbox', { name: /^Label/ }).fill('backup');
    await tour.dialog().getByRole('button', { name: 'Create' }).click();
    await page.getByText('It is not told again').waitFor();
    await tour.see('account');
  });
  for (const [path, name, text] of [
    ['/device?code=ABCD-EFGH', 'device', 'Log in a device'],
    ['/administration/services', 'services', 'New service account'],
    ['/machines/no-such-page/at/all', 'nowhere', 'There is no such page'],
  ]) {
    await step(`he looks at ${path}`, async () => {
      await tour.go(path);
      await page.getByText(text).first().waitFor();
      await tour.see(name);
    });
  }
  await step('and at what is saved', async () => {
    await tour.go('/savings');
    await page.getByRole('table').waitFor();
    await tour.see('savings');
    await tour.go('/machines/web/activity');
    await page.getByText('machine.tag').first().waitFor();
    await tour.see('machine-activity');
  });
  await step('he logs out', async () => {
    await page.getByRole('button', { name: 'Administrator', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
  });
  await leave(tour);
}

try {
  await administrates();
  const ana = await as('ana', PASSWORD);
  await uploads(ana);
  await looks(ana);
  await changes(ana);
  await downloads(ana);
  await shares(ana);
  await leave(ana);
  await isRefused();
  await oversees();
} catch (failure) {
  faults.push(...(now?.faults ?? []), String(failure.stack));
  await now?.page.screenshot({ path: join(project, 'web/target/screenshots/failed.png') }).catch(() => undefined);
} finally {
  await browser.close();
  await server.stop();
}

say(faults.length === 0 ? 'all journeys were made' : `${faults.length} faults`);
for (const fault of [...new Set(faults)]) {
  console.error(`  ${fault}`);
}
process.exitCode = faults.length === 0 ? 0 : 1;
