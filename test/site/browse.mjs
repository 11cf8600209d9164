// Uses the site in Chromium, as a resident does. Each step that succeeds prints a line that begins with "ok".
import { address, addresses, be, check, fault, open, press, run } from './page.mjs';

/** Comments on a clause, by a token of one click. */
async function comment(page, at, words) {
  await page.goto(address + at.consultation, { waitUntil: 'networkidle0' });
  await page.$eval('.ARTICLE a.count', (a) => a.click());
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await page.waitForSelector('#body');
  await page.type('#body', words.text);
  await press(page, words.signin);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await press(page, words.resident);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
  await page.waitForSelector('#body');
  if ((await page.$eval('#body', (b) => b.value)) !== words.text) fault('what was typed is lost');
  await page.click('#write input[value=SUPPORT_WITH_CHANGES]');
  await press(page, words.send);
  await page.waitForSelector('#write .sent code');
  await check(page, `sent-${words.locale}`);
  await page.reload({ waitUntil: 'networkidle0' });
  if (!(await page.$eval('#comments', (p) => p.textContent)).includes(words.text)) fault('the comment is not on the page');
  console.log('ok comments', words.locale);
}

/** Answers a survey: the first choice of each question, a page at a time. */
async function answer(page, at, locale) {
  await page.goto(address + at.survey, { waitUntil: 'networkidle0' });
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
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle0' });
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
  await press(page, words[locale].signout);
  await page.waitForNavigation({ waitUntil: 'networkidle0' });
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
});
