// Uses the site in Chromium, as a resident does. Each step that succeeds prints a line that begins with "ok".
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { address, addresses, be, check, fault, open, paste, press, run, said } from './page.mjs';

/** Comments on a clause, by a token of one click. It returns the file of the receipt. */
async function comment(page, at, words) {
  await page.goto(address + at.consultation, { waitUntil: 'networkidle2' });
  await page.$eval('.ARTICLE a.count', (a) => a.click());
  await page.waitForNavigation({ waitUntil: 'networkidle2' });
  await page.waitForSelector('#body');
  await page.type('#body', words.text);
  await press(page, words.signin);
  await page.waitForNavigation({ waitUntil: 'networkidle2' });
  await press(page, words.resident);
  await page.waitForNavigation({ waitUntil: 'networkidle2' });
  await page.waitForSelector('#body');
  if ((await page.$eval('#body', (b) => b.value)) !== words.text) fault('what was typed is lost');
  await page.click('#write input[value=SUPPORT_WITH_CHANGES]');
  await press(page, words.send);
  await page.waitForSelector('#write .sent code');
  await check(page, `sent-${words.locale}`);
  const receipt = await save(page, said[words.locale]['receipt.save']);
  await page.reload({ waitUntil: 'networkidle2' });
  if (!(await page.$eval('#comments', (p) => p.textContent)).includes(words.text)) fault('the comment is not on the page');
  console.log('ok comments', words.locale);
  return receipt;
}

/** Presses a button that saves a file, and waits for the file. */
async function save(page, words) {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-site-'));
  const client = await page.createCDPSession();
  await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
  const saved = new Promise((done) => client.on('Browser.downloadProgress', (e) => e.state === 'completed' && done()));
  await press(page, words);
  await saved;
  return join(folder, readdirSync(folder)[0]);
}

/** Waits until the log has a receipt. */
const logged = (page, code) => page.waitForFunction(async (c) => {
  const reply = await fetch('/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: 'query ($code: String!) { receipt(code: $code) { state } }', variables: { code: c } }) });
  return (await reply.json()).data.receipt.state === 'INCLUDED';
}, { polling: 300 }, code);

/** Checks a saved receipt without a network, and changed ones, each of which has its words; then the proof that the log has it. */
async function verify(page, locale, file) {
  const t = said[locale];
  const kept = readFileSync(file, 'utf8');
  const { receipt } = JSON.parse(kept);
  const finds = (kind, words) => page.waitForFunction((k, w) => document.querySelector(`#verifier .${k}`)?.textContent.includes(w), {}, kind, words.split('{')[0]);
  await page.goto(`${address}/${locale}/receipts`, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#receipt');
  await page.setOfflineMode(true);
  await (await page.$('#file')).uploadFile(file);
  await page.waitForFunction((text) => document.querySelector('#receipt').value === text, {}, kept);
  await press(page, t.verify);
  await finds('sent', t['verify.content']);
  const changed = (part) => JSON.stringify({ receipt: { ...receipt, ...part } });
  for (const [what, text] of Object.entries({
    'verify.content.not': changed({ content: `${receipt.content} ` }), 'verify.instant.not': changed({ issuedAt: '2026-01-01T00:00:00Z' }), 'verify.forged': changed({ code: `B${receipt.code.slice(1)}` }),
    'verify.unproven': changed({ state: 'INCLUDED', leafIndex: 0 }), 'verify.missing': changed({ state: 'MISSING' }), 'verify.none': 'receipt',
  })) {
    await paste(page, '#receipt', text);
    await press(page, t.verify);
    await finds('problems', t[what]);
  }
  await check(page, `receipt-bad-${locale}`);
  await page.setOfflineMode(false);
  await logged(page, receipt.code);
  await paste(page, '#receipt', receipt.code);
  await press(page, t.verify);
  await press(page, t['verify.prove']);
  await finds('sent', t['verify.included']);
  if (!(await page.evaluate(() => document.activeElement.matches('.sent')))) fault('the focus does not go to the verdict');
  await check(page, `receipt-good-${locale}`);
  console.log('ok checks receipts', locale);
}

/** Sees the counts of an open page move while another person comments, by one stream, and again after the line broke. */
async function live(page, at, locale) {
  const streams = [];
  const note = (r) => r.resourceType() === 'eventsource' && streams.push(r.url());
  page.on('request', note);
  await page.goto(address + at.consultation, { waitUntil: 'networkidle2' });
  const headers = { 'Content-Type': 'application/json' };
  const { token } = await (await fetch(`${address}/sign-in/development`, { method: 'POST', headers, body: JSON.stringify({ subject: `live-${locale}`, roles: [] }) })).json();
  const say = async (stance) => {
    const before = await page.$eval('.facts', (f) => f.querySelector('#total').textContent);
    const count = await page.$eval(`.legend .s-${stance}`, (s) => s.parentElement.querySelector('b').textContent);
    const input = { consultationId: at.consultation.split('/').pop(), stance, body: `${stance} ${before}` };
    await fetch(`${address}/graphql`, { method: 'POST', headers: { ...headers, Authorization: `Bearer ${token}` }, body: JSON.stringify({ query: 'mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { userErrors { message } } }', variables: { input } }) });
    await page.waitForFunction((b, s, c) => document.getElementById('total').textContent !== b && document.querySelector(`.legend .s-${s}`).parentElement.querySelector('b').textContent !== c, {}, before, stance, count);
  };
  await say('OPPOSE');
  if (streams.length !== 1) fault(`the page has ${streams.length} streams`);
  await page.waitForFunction(() => document.getElementById('live').textContent === document.getElementById('total').textContent);
  await page.setOfflineMode(true);
  await page.setOfflineMode(false);
  await page.evaluate(() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); Object.defineProperty(document, 'hidden', { value: false, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); });
  await say('SUPPORT');
  if (!/\d/.test(await page.$eval('#remaining', (r) => r.textContent))) fault('the page does not say how many days are left');
  page.off('request', note);
  console.log('ok follows', locale);
}

/** Answers a survey: the first choice of each question, a page at a time. */
async function answer(page, at, locale) {
  await page.goto(address + at.survey, { waitUntil: 'networkidle2' });
  await page.waitForSelector('form.step, #wizard > .sent');
  for (let pages = 0; pages < 20 && !(await page.$('#wizard .sent')); pages++) {
    const before = await page.$eval('#wizard h2', (h) => h.textContent);
    if (pages === 0) await check(page, `wizard-${locale}`);
    await page.$$eval('form.step > fieldset', (all) => { for (const f of all) {
      const inner = f.querySelectorAll('fieldset');
      for (const g of inner.length ? inner : [f]) (g.querySelector('input[type=radio]') ?? g.querySelector('input[type=checkbox]') ?? g.querySelector('.actions button'))?.click();
    } });
    for (const field of await page.$$('form.step textarea, form.step input[inputmode=decimal]')) await field.type('22');
    await page.click('form.step .actions:last-child button:last-child');
    await page.waitForFunction((was) => document.querySelector('#wizard .sent, #wizard .problems') || document.querySelector('#wizard h2')?.textContent !== was, {}, before);
    if (await page.$('#wizard .problems')) break;
  }
  if (!(await page.$('#wizard .sent'))) fault(`the survey is not sent: ${await page.$eval('#wizard', (w) => w.textContent.slice(0, 600))}`);
  else console.log('ok answers', locale);
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#me .comment');
  await check(page, `me-${locale}`);
}

/** Answers a comment as staff of a department, and looks at the desk of a moderator. */
async function staff(page, locale) {
  await be(page, locale, locale === 'zh' ? '审核人' : 'Reviewer');
  await page.waitForSelector('#desk h2');
  await check(page, `desk-reviewer-${locale}`);
  await be(page, locale, locale === 'zh' ? '编辑' : 'Editor');
  await page.waitForSelector('#desk h2');
  await check(page, `desk-${locale}`);
  const to = (await page.$$eval('#desk a', (all) => all.map((a) => a.getAttribute('href')))).find((h) => h.includes('/answers/'));
  await page.goto(address + to, { waitUntil: 'networkidle2' });
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
  await page.goto(address + at.consultation, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#body');
  await page.type('#body', 'Not sent');
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle2' });
  await press(page, words[locale].signout);
  await page.waitForNavigation({ waitUntil: 'networkidle2' });
  const kept = await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]);
  if (kept.length > 0) fault(`after the sign-out the browser keeps ${kept}`);
  console.log('ok signs out', locale);
}

const words = {
  zh: { locale: 'zh', text: '建议二十一时改为二十时。', signin: '登录后提意见', resident: '居民', send: '提交意见', signout: '退出' },
  en: { locale: 'en', text: 'Please make it eight in the evening.', signin: 'Sign in to comment', resident: 'A resident', send: 'Send comment', signout: 'Sign out' },
};
await run(async () => {
  for (const [locale, width, height, scheme] of [['zh', 360, 740, 'dark'], ['en', 1280, 900, 'light']]) {
    const page = await open(width, height, scheme);
    const at = await addresses(page, locale);
    for (const [name, path] of Object.entries(at)) {
      if (!path) { fault(`no link leads to ${name}`); continue; }
      await page.goto(address + path, { waitUntil: 'networkidle2' });
      await check(page, `${name}-${locale}`);
    }
    console.log('ok reads', locale, Object.keys(at).length, 'pages');
    const receipt = await comment(page, at, words[locale]);
    await verify(page, locale, receipt);
    await live(page, at, locale);
    await answer(page, at, locale);
    await staff(page, locale);
    await signOut(page, at, locale);
    await page.close();
  }
});
