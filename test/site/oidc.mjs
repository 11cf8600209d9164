// Signs in at a provider in Chromium, from a comment that waits and back to it. Each step that succeeds prints a line that begins with "ok".
import { address, addresses, check, fault, open, press, run, said } from './page.mjs';

const issuer = process.argv[5];

/** Goes through the provider's own pages: the name, then the consent. */
async function atProvider(page, name) {
  await page.waitForSelector('input[name=login]');
  if (new URL(page.url()).origin !== issuer) fault(`the sign-in leads to ${page.url()}`);
  await page.type('input[name=login]', name);
  await page.type('input[name=password]', 'any');
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
  await page.waitForSelector('button[type=submit]');
  await page.click('button[type=submit]');
}

async function comment(page, at, locale) {
  const t = said[locale];
  const words = locale === 'zh' ? '从登录页回来再提。' : 'Back from the sign-in.';
  await page.goto(address + at.consultation, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#body');
  await page.type('#body', words);
  await press(page, t['signin.to']);
  await page.waitForFunction(() => location.pathname.endsWith('/sign-in'));
  await page.waitForSelector('#sign-in button');
  await check(page, `provider-${locale}`);
  await press(page, t['signin.with'].replace('{name}', new URL(issuer).host));
  await atProvider(page, `li-${locale}`);
  await page.waitForFunction((path) => location.pathname === path, {}, at.consultation);
  await page.waitForSelector('#body');
  if ((await page.$eval('#body', (b) => b.value)) !== words) fault('what was typed is lost on the way');
  await page.click('#write input[value=SUPPORT]');
  await press(page, t.send);
  await page.waitForSelector('#write .sent code');
  await page.goto(`${address}/${locale}/me`, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#me .comment');
  const me = await page.$eval('#me', (m) => m.textContent);
  if (!me.includes(`名 li-${locale}`) || !me.includes(words)) fault(`my page says ${me.slice(0, 200)}`);
  const kept = await page.evaluate(() => [Object.keys(localStorage), document.cookie]);
  if (kept.flat().join('').length > 0) fault(`the token is kept longer than the window: ${kept}`);
}

/** Comes with a code that nobody here asked for. */
async function foreign(page, locale) {
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${address}/${locale}/sign-in?code=stolen&state=other`, { waitUntil: 'networkidle2' });
  await page.waitForSelector('#sign-in .problems');
  if (await page.evaluate(() => sessionStorage.getItem('minyi token'))) fault('a foreign code signs in');
}

await run(async () => {
  for (const [locale, width, height, scheme] of [['zh', 360, 740, 'dark'], ['en', 1280, 900, 'light']]) {
    const page = await open(width, height, scheme);
    await (await page.createCDPSession()).send('Network.clearBrowserCookies'); // the provider knows nobody yet
    const at = await addresses(page, locale);
    await comment(page, at, locale);
    await foreign(page, locale);
    console.log('ok signs in', locale);
    await page.close();
  }
});
