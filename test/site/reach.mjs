// Reads every page without JavaScript and with larger and wider text, and takes part by keyboard alone. Each step that succeeds prints a line
// that begins with "ok".
import { address, addresses, be, check, fault, open, run } from './page.mjs';

const roles = { zh: { resident: '居民', MODERATOR: '意见审核员' }, en: { resident: 'A resident', MODERATOR: 'Moderator' } };

// What each kind of page must show to a reader without JavaScript.
const shows = { consultation: '.ARTICLE, .row', reported: 'article, section', survey: '.questions li', report: 'table, .said', results: 'table', draft: '.row, ol li', compare: 'table' };

/** Reads every page with scripts turned off. */
async function withoutScripts(at, locale) {
  const page = await open(1280, 900, 'light');
  await page.setJavaScriptEnabled(false);
  await page.setCacheEnabled(false);
  for (const [name, path] of Object.entries(at)) {
    const reply = await page.goto(address + path, { waitUntil: 'load' });
    if (reply.status() !== (name === 'error' ? 404 : 200)) fault(`${name}: ${reply.status()}`);
    const html = await reply.text();
    if (!/<h1[\s>]/.test(html)) fault(`${name} has no heading without scripts`);
    if (shows[name] && !(await page.$(`main :is(${shows[name]})`))) fault(`${name} does not show ${shows[name]} without scripts`);
  }
  await page.close();
  console.log('ok reads without scripts', locale);
}

// WCAG 2.2, 1.4.12: a reader may set the text this wide.
const spacing = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';

/** Looks at every page with text of 200 % and with wide text: nothing scrolls sideways, and no words are cut off. */
async function largeText(at, locale) {
  const page = await open(1280, 900, 'light');
  await page.setBypassCSP(true);
  for (const [how, style] of [['200 %', 'html { font-size: 200% !important; }'], ['wide', spacing]]) {
    for (const [name, path] of Object.entries(at)) {
      await page.goto(address + path, { waitUntil: 'networkidle2' });
      await page.addStyleTag({ content: style });
      const wrong = await page.evaluate(() => {
        if (document.documentElement.scrollWidth > document.documentElement.clientWidth) return 'it scrolls sideways';
        const cut = [...document.querySelectorAll('main *')].find((e) => { const s = getComputedStyle(e); return !e.matches('.sr, .sr *, svg *') && s.overflow === 'hidden' && e.scrollHeight > e.clientHeight + 1; });
        return cut && `words are cut off in ${cut.outerHTML.slice(0, 120)}`;
      });
      if (wrong) fault(`${name}-${locale} at ${how}: ${wrong}`);
    }
  }
  await page.close();
  console.log('ok reads large and wide text', locale);
}

/** Goes on by the tab key until the focus is on what the selector names, and sees that the focus is visible. */
async function tabTo(page, selector) {
  for (let n = 0; n < 400; n++) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((s) => { const e = document.activeElement; return e?.matches(s) ? getComputedStyle(e).outlineStyle : ''; }, selector);
    if (there === 'none') fault(`the focus on ${selector} cannot be seen`);
    if (there) return;
  }
  throw new Error(`the tab key does not reach ${selector}`);
}

/** Reports the reader's newest comment, so that a moderator has something to decide. */
async function report() {
  const ask = async (query, variables) => (await (await fetch('/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${sessionStorage.getItem('minyi token')}` }, body: JSON.stringify({ query, variables }) })).json()).data;
  const { viewer } = await ask('{ viewer { comments(first: 1) { nodes { id } } } }');
  await ask('mutation ($input: ReportCommentInput!) { reportComment(input: $input) { userErrors { message } } }', { input: { commentId: viewer.comments.nodes[0].id, reason: 'OFF_TOPIC' } });
}

async function comment(page, at, locale) {
  await be(page, locale, roles[locale].resident);
  await page.goto(address + at.consultation, { waitUntil: 'networkidle2' });
  await tabTo(page, '.ARTICLE a.count');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#body');
  await tabTo(page, '#write input[type=radio]');
  await page.keyboard.press('Space');
  await tabTo(page, '#body');
  await page.keyboard.type(locale === 'zh' ? '键盘也能提意见。' : 'By keyboard alone.');
  await tabTo(page, '#write button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#write .sent code');
  if (!(await page.evaluate(() => document.activeElement.matches('.sent')))) fault('the focus does not go to what was received');
  await page.evaluate(report);
  console.log('ok comments by keyboard', locale);
}

async function answer(page, at, locale) {
  await page.goto(address + at.survey, { waitUntil: 'networkidle2' });
  await page.waitForSelector('form.step, #wizard > .sent');
  for (let pages = 0; pages < 20 && !(await page.$('#wizard .sent')); pages++) {
    const before = await page.$eval('#wizard h2', (h) => h.textContent);
    const wanted = await page.$$eval('form.step > fieldset', (all) => all.map((f) => `#${f.id}`));
    for (const question of wanted) await fill(page, question);
    await tabTo(page, 'form.step .actions:last-child button:last-child');
    await page.keyboard.press('Enter');
    await page.waitForFunction((was) => document.querySelector('#wizard .sent, #wizard .problems') || document.querySelector('#wizard h2')?.textContent !== was, {}, before);
    if (await page.$('#wizard .problems')) { fault(await page.$eval('#wizard .problems', (p) => p.textContent)); return; }
  }
  console.log('ok answers by keyboard', locale);
}

/** Answers one question by keyboard: its rows one by one, else its first choice, button or field. */
async function fill(page, question) {
  const rows = await page.$$eval(`${question} fieldset`, (all) => all.length);
  for (let row = 0; row < Math.max(rows, 1); row++) {
    await tabTo(page, `${question} :is(input, textarea, .actions button)`);
    const kind = await page.evaluate(() => document.activeElement.type);
    if (kind === 'radio' || kind === 'checkbox') await page.keyboard.press('Space');
    else if (kind === 'submit' || kind === 'button') await page.keyboard.press('Enter');
    else if (kind === 'date') await page.keyboard.type('01012026');
    else await page.keyboard.type('22');
  }
}

async function moderate(page, locale) {
  await be(page, locale, roles[locale].MODERATOR, 'PARKS');
  await page.waitForSelector('#desk h2');
  if (!(await page.$('#desk .pick'))) { fault('no comment waits for the moderator'); return; }
  await check(page, `moderation-${locale}`);
  const before = (await page.$$('#desk .pick')).length;
  await tabTo(page, '#desk .pick input');
  await page.keyboard.press('Space');
  await tabTo(page, '#desk .filters button:not(.quiet)');
  await page.keyboard.press('Enter');
  await page.waitForFunction((n) => document.querySelectorAll('#desk .pick').length < n, {}, before);
  console.log('ok moderates by keyboard', locale);
}

await run(async () => {
  for (const [locale, width, height] of [['zh', 360, 740], ['en', 1280, 900]]) {
    const page = await open(width, height, 'light');
    const at = await addresses(page, locale);
    await withoutScripts(at, locale);
    await largeText(at, locale);
    await comment(page, at, locale);
    await answer(page, at, locale);
    await moderate(page, locale);
    await page.evaluate(() => { sessionStorage.clear(); localStorage.clear(); });
    await page.close();
  }
});
