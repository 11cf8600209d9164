// Uses the site in Chromium, as a resident does. Each step that succeeds prints a line that begins with "ok".
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const [address, chromium, pictures] = process.argv.slice(2);
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
const faults = [];
const fault = (words) => { faults.push(words); console.log('FAULT', words); };

/** Opens a page that tells of every error, as of what the content policy refuses. */
async function open(width, height, scheme) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, isMobile: width < 600, hasTouch: width < 600 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  page.on('console', (m) => m.type() === 'error' && !/404/.test(m.text()) && fault(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => fault(`${page.url()}: ${e}`));
  return page;
}

const links = (page, pattern) => page.$$eval('main a', (all, p) => all.map((a) => a.getAttribute('href')).filter((h) => new RegExp(p).test(h)), pattern);

/** Asks axe, in a world of its own that the page's policy does not bind, and whether the page is wider than the screen. */
async function check(page, name) {
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

/** Finds an address of each kind of page. */
async function addresses(page, locale) {
  const at = { home: `/${locale}/`, list: `/${locale}/consultations`, policies: `/${locale}/policies`, open: `/${locale}/open`, search: `/${locale}/search?q=%E5%85%AC%E5%9B%AD`, overdue: `/${locale}/overdue`, receipts: `/${locale}/receipts?code=x`, disclosures: `/${locale}/disclosures`, signin: `/${locale}/sign-in`, error: `/${locale}/nowhere` };
  const first = async (from, pattern) => { await page.goto(address + from, { waitUntil: 'networkidle0' }); return (await links(page, pattern))[0]; };
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

async function button(page, words) {
  const found = await page.waitForSelector(`::-p-xpath(//main//button[contains(., "${words}")])`);
  await found.click();
}

/** Comments on a clause, by a token of one click. */
async function comment(page, at, words) {
  await page.goto(address + at.consultation, { waitUntil: 'networkidle0' });
  await page.$eval('.ARTICLE a.count', (a) => a.click());
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await page.waitForSelector('#body');
  await page.type('#body', words.text);
  await button(page, words.signin);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await button(page, words.resident);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await page.waitForSelector('#body');
  if ((await page.$eval('#body', (b) => b.value)) !== words.text) fault('what was typed is lost');
  await page.click('#write input[value=SUPPORT_WITH_CHANGES]');
  await button(page, words.send);
  await page.waitForSelector('#write .sent code');
  await check(page, `sent-${words.locale}`);
  await page.reload({ waitUntil: 'networkidle0' });
  if (!(await page.$eval('#comments', (p) => p.textContent)).includes(words.text)) fault('the comment is not on the page');
  console.log('ok comments', words.locale);
}

/** Answers a survey: the first choice of each question, a page at a time. */
async function answer(page, at, locale) {
  await page.goto(address + at.survey, { waitUntil: 'networkidle0' });
  for (let pages = 0; pages < 20 && !(await page.$('#wizard .sent')); pages++) {
    await page.waitForSelector('form.step');
    if (pages === 0) await check(page, `wizard-${locale}`);
    await page.$$eval('form.step > fieldset', (all) => { for (const f of all) {
      const inner = f.querySelectorAll('fieldset');
      for (const g of inner.length ? inner : [f]) (g.querySelector('input[type=radio]') ?? g.querySelector('input[type=checkbox]') ?? g.querySelector('.actions button'))?.click();
    } });
    for (const field of await page.$$('form.step textarea, form.step input[inputmode=decimal]')) await field.type('22');
    await page.click('form.step .actions:last-child button:last-child');
    await new Promise((r) => setTimeout(r, 300));
  }
  if (!(await page.$('#wizard .sent'))) fault(`the survey is not sent: ${await page.$eval('#wizard', (w) => w.textContent.slice(0, 600))}`);
  else console.log('ok answers', locale);
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle0' });
  await page.waitForSelector('#me .comment');
  await check(page, `me-${locale}`);
}

/** Answers a comment as staff of a department, and looks at the desk of a moderator. */
async function staff(page, locale) {
  const be = async (role) => {
    await page.goto(`${address}/${locale}/sign-in`, { waitUntil: 'networkidle0' });
    await page.waitForSelector('#department');
    await page.select('#department', 'HOUSING');
    await button(page, role);
    await page.waitForNavigation({ waitUntil: 'networkidle0' });
    await page.waitForSelector('#desk h2');
  };
  await be(locale === 'zh' ? '审核人' : 'Reviewer');
  await check(page, `desk-reviewer-${locale}`);
  await be(locale === 'zh' ? '编辑' : 'Editor');
  await check(page, `desk-${locale}`);
  const to = (await page.$$eval('#desk a', (all) => all.map((a) => a.getAttribute('href')))).find((h) => h.includes('/answers/'));
  await page.goto(address + to, { waitUntil: 'networkidle0' });
  await page.waitForSelector('#outcome');
  const before = (await page.$$('.pick')).length;
  await page.click('.pick input');
  await page.type('#reason', 'We agree.');
  await check(page, `answers-${locale}`);
  await page.$eval('.panel .actions button', (b) => b.click());
  await page.waitForFunction((n) => document.querySelectorAll('.pick').length === n - 1, {}, before);
  console.log('ok staff', locale);
}

/** Begins to write, signs out, and looks for what the browser still keeps. */
async function signOut(page, at, locale) {
  await page.goto(address + at.consultation, { waitUntil: 'networkidle0' });
  await page.waitForSelector('#body');
  await page.type('#body', 'Not sent');
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle0' });
  await button(page, words[locale].signout);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  const kept = await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]);
  if (kept.length > 0) fault(`after the sign-out the browser keeps ${kept}`);
  console.log('ok signs out', locale);
}

const words = {
  zh: { locale: 'zh', text: '建议二十一时改为二十时。', signin: '登录后提意见', resident: '居民', send: '提交意见', signout: '退出' },
  en: { locale: 'en', text: 'Please make it eight in the evening.', signin: 'Sign in to comment', resident: 'A resident', send: 'Send comment', signout: 'Sign out' },
};
try {
  for (const [locale, width, height, scheme] of [['zh', 360, 740, 'dark'], ['en', 1280, 900, 'light']]) {
    const page = await open(width, height, scheme);
    const at = await addresses(page, locale);
    for (const [name, path] of Object.entries(at)) {
      if (!path) { fault(`no link leads to ${name}`); continue; }
      await page.goto(address + path, { waitUntil: 'networkidle0' });
      await check(page, `${name}-${locale}`);
    }
    console.log('ok reads', locale, Object.keys(at).length, 'pages');
    await comment(page, at, words[locale]);
    await answer(page, at, locale);
    await staff(page, locale);
    await signOut(page, at, locale);
    await page.close();
  }
} catch (e) { fault(String(e.stack ?? e)); }
await browser.close();
process.exit(faults.length > 0 ? 1 : 0);
