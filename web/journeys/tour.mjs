// A browser, and what is checked on every screen: accessibility in both colours, the console, the width.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { project } from './server.mjs';

const shots = join(project, 'web/target/screenshots');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 400, height: 850 };

// that nobody is logged in yet is asked of the server, and Chromium writes every such answer down
const EXPECTED = [/status of 401 .*\/api\/v1\/session$/];

export async function openBrowser() {
  mkdirSync(shots, { recursive: true });
  return chromium.launch({
    executablePath: process.env.COLAMA_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export class Tour {
  constructor(page, address) {
    this.page = page;
    this.address = address;
    this.faults = [];
    this.expected = [...EXPECTED];
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (failure) => this.faults.push(`error in the page: ${failure.message}`));
    page.on('console', (line) => {
      const text = `${line.text()} ${line.location().url}`;
      if (['error', 'warning'].includes(line.type()) && !this.expected.some((one) => one.test(text))) {
        this.faults.push(`console: ${text}`);
      }
    });
  }

  static async begin(browser, address) {
    const context = await browser.newContext({ viewport: WIDE, acceptDownloads: true });
    return new Tour(await context.newPage(), address);
  }

  async end() {
    await this.page.context().close();
  }

  async go(path) {
    await this.page.goto(this.address + path);
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name) {
    return this.page.getByRole('textbox', { name: new RegExp(`^${name}`) });
  }

  /** The dialog that is open. */
  dialog() {
    return this.page.getByRole('dialog');
  }

  async logIn(name, password) {
    await this.go('/login');
    await this.field('Name').fill(name);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await this.page.getByRole('heading', { name: 'Machines', level: 1 }).waitFor();
  }

  async colours(dark) {
    await this.page.evaluate((on) => {
      document.documentElement.classList.toggle('pf-v6-theme-dark', on);
    }, dark);
    // what fades from one colour to the other is measured afterwards
    await this.page.waitForTimeout(350);
  }

  /** Looks at what is there: pictures in both colours, what axe finds, and whether a telephone can show it. */
  async see(name, { narrow = true } = {}) {
    await this.page.locator('[role=progressbar][class*=spinner]').first().waitFor({ state: 'detached' });
    for (const dark of [false, true]) {
      await this.colours(dark);
      await this.page.screenshot({ path: join(shots, `${name}-${dark ? 'dark' : 'light'}.png`) });
      const axe = new AxeBuilder({ page: this.page });
      // only contrast depends on colours
      const found = await (dark ? axe.withRules(['color-contrast']) : axe.withTags(RULES)).analyze();
      for (const rule of found.violations) {
        const where = rule.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? ''})`);
        this.faults.push(`${name}, ${dark ? 'dark' : 'light'}: ${rule.id}: ${rule.help}: ${where.join('; ')}`);
      }
    }
    await this.colours(false);
    if (narrow) {
      await this.page.setViewportSize(NARROW);
      await this.page.waitForTimeout(250);
      await this.page.screenshot({ path: join(shots, `${name}-narrow.png`) });
      const over = await this.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) {
        this.faults.push(`${name}: at 400 pixels it is ${over} too wide`);
      }
      await this.page.setViewportSize(WIDE);
      await this.page.waitForTimeout(250);
    }
  }
}
