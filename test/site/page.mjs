// What the tests in a browser share: pages that tell of every error, axe, and buttons by their words.
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

export const [address, chromium, pictures] = process.argv.slice(2);
/** The messages of the pages, by language. */
export const said = Object.fromEntries(['zh', 'en'].map((l) => [l, JSON.parse(readFileSync(`../../web/messages/${l}.json`, 'utf8'))]));
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
export const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
const faults = [];
export const fault = (words) => { faults.push(words); console.log('FAULT', words); };

/** Opens a page that tells of every error of the site, as of what the content policy refuses. */
export async function open(width, height, scheme) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, isMobile: width < 600, hasTouch: width < 600 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  page.on('console', (m) => m.type() === 'error' && page.url().startsWith(address) && !/404/.test(m.text()) && fault(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => fault(`${page.url()}: ${e}`));
  page.on('dialog', (d) => void d.accept());
  return page;
}

/** Asks axe, in a world of its own that the page's policy does not bind, and whether the page is wider than the screen. */
export async function check(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 150)} ${v.nodes[0].failureSummary.slice(0, 200)}`)));
  for (const one of found) fault(`${name}: ${one}`);
  for (const width of [320, page.viewport().width]) {
    const was = page.viewport();
    await page.setViewport({ ...was, width });
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) fault(`${name} scrolls sideways at ${width}`);
    await page.setViewport(was);
  }
  if (pictures) await page.screenshot({ path: `${pictures}/${name.replaceAll(/[^a-z0-9-]+/gi, '-')}.png` });
}

const links = (page, pattern) => page.$$eval('main a', (all, p) => all.map((a) => a.getAttribute('href')).filter((h) => new RegExp(p).test(h)), pattern);

/** Finds an address of each kind of page. */
export async function addresses(page, locale) {
  const at = { home: `/${locale}/`, list: `/${locale}/consultations`, policies: `/${locale}/policies`, open: `/${locale}/open`, search: `/${locale}/search?q=%E5%85%AC%E5%9B%AD`, overdue: `/${locale}/overdue`, receipts: `/${locale}/receipts?code=x`, disclosures: `/${locale}/disclosures`, signin: `/${locale}/sign-in`, error: `/${locale}/nowhere` };
  const first = async (from, pattern) => { await page.goto(address + from, { waitUntil: 'networkidle2' }); return (await links(page, pattern))[0]; };
  at.consultation = await first(`/${locale}/consultations?status=OPEN`, '/consultations/[^/?]+$');
  at.reported = await first(`/${locale}/consultations?status=REPORTED`, '/consultations/[^/?]+$');
  at.survey = await first(at.consultation, '/surveys/');
  at.report = `${at.reported}/report`;
  at.results = `${await first(at.report, '/surveys/').then((s) => s.replace('/results', ''))}/results`;
  at.policy = await first(at.reported, '/policies/');
  at.compare = await first(at.policy, '/compare');
  at.draft = await first(at.policy, '/drafts/');
  for (const kind of ['interpretations', 'topics', 'concerns', 'catalogues']) at[kind] = await first(`/${locale}/${kind}`, `/${kind}/[^/?]+$`);
  return at;
}

/** Clicks the first button or link of the page's own part that can be seen and has these words. */
export async function press(page, words) {
  const found = await page.waitForSelector(`::-p-xpath(//main//*[self::summary or (self::button or self::a[contains(@class, "button")]) and not(ancestor::details[not(@open)])][contains(., "${words}")])`);
  await found.evaluate((e) => e.click());
}

/** Writes into a field, as somebody who pastes. */
const put = (field, value) => field.evaluate((f, v) => {
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(f), 'value').set;
  set.call(f, v);
  f.dispatchEvent(new Event('input', { bubbles: true }));
  f.dispatchEvent(new Event('change', { bubbles: true }));
}, value);

/** Fills the field that a selector names. */
export const paste = async (page, selector, value) => put(await page.waitForSelector(selector), value);

/** Fills the field whose label has these words. */
export async function fill(page, label, value) {
  const found = await page.waitForSelector(`::-p-xpath(//main//label[not(ancestor::details[not(@open)])][contains(., "${label}")])`);
  await put(await found.evaluateHandle((l) => document.getElementById(l.htmlFor)), value);
}

/** Signs in by one click, as somebody of a department. */
export async function be(page, locale, role, department = 'HOUSING') {
  await page.goto(`${address}/${locale}/sign-in`, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#department');
  await page.select('#department', department);
  await press(page, role);
  await page.waitForFunction(() => !location.pathname.endsWith('/sign-in'));
}

/** Runs the tests, and ends with how they went. */
export async function run(tests) {
  try { await tests(); } catch (e) {
    const page = (await browser.pages()).at(-1);
    fault(`${page.url()}: ${String(e.stack ?? e)}\n${await page.$eval('main', (m) => m.innerText.slice(0, 1500)).catch(() => '')}`);
  }
  await browser.close();
  process.exit(faults.length > 0 ? 1 : 0);
}
