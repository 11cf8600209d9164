// Takes a draft from its paste to the report, as the staff of a department do, with a blind sample, a request for information to its reply, and looks after
// reading points and rules; all in a browser.
// Each step that succeeds prints a line that begins with "ok".
import { address, be, check, fault, fill, open, press, run, said } from './page.mjs';

const roles = { zh: { EDITOR: '编辑', REVIEWER: '审核人', PUBLISHER: '发布人', resident: '居民' }, en: { EDITOR: 'Editor', REVIEWER: 'Reviewer', PUBLISHER: 'Publisher', resident: 'A resident' } };
const text = {
  zh: '社区花园管理办法\n第一章 总则\n第一条 为了规范社区花园的管理，制定本办法。\n第二条 社区花园由居民委员会管理。\n第二章 使用\n第三条 社区花园每日六时至二十一时开放。\n第三条 禁止在花园内烧烤。',
  en: 'Rules for Community Gardens\nArticle 1 These rules govern community gardens.\nArticle 2 A garden is run by its neighbours.\nArticle 3 Gardens are open from six to nine.\nArticle 5 Nobody may light a fire.',
};

const arrives = (page, pattern) => page.waitForFunction((p) => new RegExp(p).test(location.pathname), {}, pattern);
const reads = (page, words) => page.waitForFunction((w) => document.querySelector('main').textContent.includes(w), {}, words);

/** Comes back to a place as somebody else. */
async function as(page, locale, role, place) {
  await be(page, locale, roles[locale][role]);
  await page.goto(address + place, { waitUntil: 'networkidle2' });
}

/** Comes to a place as a person that the sign-in page does not offer, and tells the code of the account. */
async function pretend(page, subject, roles, place) {
  const code = await page.evaluate(async (who) => {
    const post = async (path, body, headers = {}) => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })).json();
    const { token } = await post('/sign-in/development', who);
    sessionStorage.setItem('minyi token', token);
    return (await post('/graphql', { query: '{ viewer { accountCode } }' }, { Authorization: `Bearer ${token}` })).data.viewer.accountCode;
  }, { subject, roles });
  await page.goto(address + place, { waitUntil: 'networkidle2' });
  return code;
}

/** Gives two analysts the same sample, lets both code it blindly, and reads how much they agree. */
async function tasks(page, locale, place) {
  const t = said[locale];
  const analyst = (subject) => pretend(page, `${subject}-${locale}`, ['HOUSING:ANALYST'], place);
  const ben = await analyst('ben');
  const ana = await analyst('ana');
  await press(page, t['task.new']);
  await fill(page, t['task.coders'], `${ana}\n${ben}`);
  await fill(page, t['task.sample'], '1');
  await press(page, t.save);
  await reads(page, t['task.progress'].replace('{total}', '1').split('{')[0]);
  for (const subject of ['ana', 'ben']) {
    await analyst(subject);
    await press(page, t['task.mine']);
    await page.waitForSelector('#analysis fieldset input');
    if ((await page.$eval('#analysis', (a) => a.textContent)).includes(t['task.agreement'])) fault('the agreement is told before all have finished');
    await check(page, `task-${locale}`);
    await page.click('#analysis fieldset input');
    await press(page, t['task.save']);
    await page.waitForFunction(() => !document.querySelector('#analysis fieldset'));
  }
  await page.waitForFunction((w) => [...document.querySelectorAll('#analysis h3')].some((h) => h.textContent === w), {}, t['task.agreement']);
  await check(page, `agreement-${locale}`);
  console.log('ok codes', locale);
}

/** Opens a reading point, and corrects its hours. */
async function points(page, locale) {
  const t = said[locale];
  const name = locale === 'zh' ? '明湖图书馆' : 'Minghu Library';
  await as(page, locale, 'EDITOR', `/${locale}/desk/reading-points`);
  await page.waitForSelector('#reading-points-desk form');
  for (const [label, value] of Object.entries({ 'admin.name': name, address: '1', 'opening-hours': '9–17', contact: '12345' })) await fill(page, t[label], value);
  await press(page, t['points.more']);
  await check(page, `points-${locale}`);
  await press(page, t['points.open']);
  await (await page.waitForSelector(`#reading-points-desk button[aria-label="${t.edit} ${name}"]`)).click();
  await page.waitForSelector('#reading-points-desk li form');
  await fill(page, t['opening-hours'], '8–20');
  await check(page, `point-${locale}`);
  await press(page, t.save);
  await page.waitForFunction(() => !document.querySelector('#reading-points-desk li form'));
  await page.goto(`${address}/${locale}/reading-points`, { waitUntil: 'networkidle2' });
  await reads(page, '8–20');
  await reads(page, '09:00–17:00');
  console.log('ok reading points', locale);
}

/** Changes the rules of a profile as an administrator. All else that it says stays. */
async function profiles(page, locale) {
  const t = said[locale];
  await pretend(page, 'chen', ['ADMIN'], `/${locale}/desk/admin`);
  const edit = `#admin button[aria-label="${t.edit} CN_STATUTE"]`;
  await (await page.waitForSelector(edit)).click();
  const rules = () => page.$$eval('#admin li form :is(input, select)', (all) => all.map((f) => f.type === 'checkbox' ? f.checked : f.value));
  await page.waitForSelector('#admin li form');
  const before = await rules();
  const days = String(Number(before.find((v) => /^3\d$/.test(v))) + 1);
  await fill(page, t['admin.minimum'], days);
  await check(page, `profile-${locale}`);
  await press(page, t.save);
  await reads(page, t['admin.least'].replace('{n}', days));
  await (await page.waitForSelector(edit)).click();
  await page.waitForSelector('#admin li form');
  const after = await rules();
  const changed = after.filter((v, i) => v !== before[i]);
  if (changed.join() !== days) fault(`the profile changed in ${changed}`);
  console.log('ok rules', locale);
}

/** Pastes a text, mends a clause and submits the draft. */
async function write(page, locale) {
  const t = said[locale];
  await as(page, locale, 'EDITOR', `/${locale}/desk/write`);
  await page.waitForSelector('#write form');
  await fill(page, t['write.kind'], 'OTHER');
  await fill(page, t.title, text[locale].split('\n')[0]);
  await fill(page, t['write.text'], text[locale]);
  await check(page, `write-${locale}`);
  await press(page, t['write.import']);
  await arrives(page, '/desk/drafts/');
  await reads(page, said[locale]['draft.submit']);
  if (!(await page.$('#draft-desk details[open] li'))) fault('the import tells no warning of a number that is twice there or missing');
  await page.$$eval('#draft-desk li button', (all) => all.at(-1).click());
  await fill(page, t['draft.heading'], '');
  await fill(page, t['draft.text'], locale === 'zh' ? '禁止在花园内烧烤、燃放烟花。' : 'Nobody may light a fire or fireworks.');
  await press(page, t.save);
  await reads(page, locale === 'zh' ? '燃放烟花' : 'fireworks');
  await check(page, `draft-${locale}`);
  await press(page, t['draft.submit']);
  await reads(page, t['review.passed']);
  console.log('ok writes', locale);
  return new URL(page.url()).pathname;
}

/** Takes the three steps of the review by three people, and launches the consultation. */
async function launch(page, locale, draft) {
  const t = said[locale];
  for (const role of ['EDITOR', 'REVIEWER', 'PUBLISHER']) {
    await as(page, locale, role, draft);
    await page.waitForSelector('#draft-desk input[type=radio]');
    if (role === 'REVIEWER') await check(page, `review-${locale}`);
    await page.$$eval('#draft-desk fieldset .inline label:first-child input', (all) => all.forEach((i) => i.click()));
    const before = (await page.$$('#draft-desk .panel ol > li')).length;
    await page.$eval('#draft-desk fieldset + .actions button', (b) => b.click());
    await page.waitForFunction((n) => document.querySelectorAll('#draft-desk .panel ol > li').length > n, {}, before);
  }
  await press(page, t.launch);
  await arrives(page, '/desk/launch/');
  await page.waitForSelector('#launch [role=status]');
  await fill(page, t['launch.closes'], new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10));
  await check(page, `launch-${locale}`);
  await press(page, t.launch);
  await arrives(page, '/desk/consultations/');
  await page.waitForSelector('#manage section');
  await check(page, `manage-${locale}`);
  console.log('ok launches', locale);
  return new URL(page.url()).pathname.split('/').pop();
}

/** Comments as a resident, ends the period, answers all comments of a theme as one, and reports. */
async function report(page, locale, id) {
  const t = said[locale];
  await as(page, locale, 'resident', `/${locale}/consultations/${id}`);
  await page.$eval('.ARTICLE a.count', (a) => a.click());
  await page.waitForSelector('#body');
  await page.type('#body', locale === 'zh' ? '建议延长到二十二时。' : 'Please close at ten.');
  await page.click('#write input[value=SUPPORT_WITH_CHANGES]');
  await press(page, t.send);
  await page.waitForSelector('#write .sent code');
  await as(page, locale, 'PUBLISHER', `/${locale}/desk/consultations/${id}`);
  await page.waitForSelector('#manage section');
  await fill(page, t['audit.reason'], locale === 'zh' ? '意见已充分。' : 'Enough was said.');
  await press(page, t['manage.close']);
  await page.waitForSelector('#manage .status.CLOSED');
  await as(page, locale, 'EDITOR', `/${locale}/desk/analysis/${id}`);
  await press(page, t['theme.new']);
  await fill(page, t.title, locale === 'zh' ? '开放时间' : 'Opening hours');
  await fill(page, t['theme.definition'], locale === 'zh' ? '谈到开放时间' : 'About the hours');
  await fill(page, t['theme.example'], locale === 'zh' ? '希望晚些关门' : 'Close later');
  await press(page, t.save);
  await page.waitForSelector('#analysis details.card');
  await page.$eval('#analysis details.card', (d) => { d.open = true; });
  await fill(page, t['theme.words'], locale === 'zh' ? '延长' : 'close');
  await press(page, t['theme.preview']);
  await press(page, t['theme.code'].replace('{n}', '1').replace('1 comments', '1'));
  await page.waitForFunction((w) => document.querySelector('#analysis details.card summary').textContent.includes(w), {}, '1');
  await check(page, `analysis-${locale}`);
  await press(page, t['group.answer']);
  await fill(page, t['desk.because'], locale === 'zh' ? '采纳。' : 'We agree.');
  await press(page, t['desk.respond']);
  await page.waitForFunction((w) => document.querySelector('#analysis details.card').textContent.includes(w), {}, `${t.answer}${t.colon}`);
  await tasks(page, locale, `/${locale}/desk/analysis/${id}`);
  await as(page, locale, 'PUBLISHER', `/${locale}/desk/answers/${id}`);
  await page.waitForSelector('#summary');
  await page.type('#summary', locale === 'zh' ? '感谢参与。' : 'Thank you.');
  await press(page, t['desk.report']);
  await reads(page, t['report.read']);
  await page.goto(`${address}/${locale}/consultations/${id}/report`, { waitUntil: 'networkidle2' });
  const shown = await page.$eval('main', (m) => m.textContent);
  for (const words of locale === 'zh' ? ['建议延长到二十二时', '采纳。'] : ['Please close at ten', 'We agree.']) if (!shown.includes(words)) fault(`the report lacks ${words}`);
  console.log('ok reports', locale);
}

/** Writes a survey, tries it, and sees it among what can be launched. */
async function survey(page, locale) {
  const t = said[locale];
  await as(page, locale, 'EDITOR', `/${locale}/desk/surveys/new`);
  await page.waitForSelector('#survey-desk form');
  await fill(page, t.title, locale === 'zh' ? '花园问卷' : 'Garden survey');
  await press(page, t['editor.add']);
  await fill(page, t['editor.title'], locale === 'zh' ? '您常去花园吗' : 'Do you use a garden?');
  for (const [n, option] of (locale === 'zh' ? ['常去', '不去'] : ['Often', 'Never']).entries()) {
    await press(page, `${t['wizard.add']}${t.colon.trim()}`);
    await fill(page, `${t['editor.option']} ${n + 1}`, option);
  }
  await press(page, t.save);
  await arrives(page, '/desk/surveys/(?!new)');
  await page.waitForSelector('#survey-desk .panel fieldset');
  await check(page, `survey-editor-${locale}`);
  await page.click('#survey-desk .panel fieldset input');
  await press(page, t['editor.trial']);
  await page.waitForSelector('#survey-desk .sent');
  console.log('ok surveys', locale);
}

/** Enters a request that came on paper, drafts, checks and signs its reply. */
async function request(page, locale) {
  const t = said[locale];
  await as(page, locale, 'EDITOR', `/${locale}/disclosures/new?paper=1`);
  await page.waitForSelector('#apply form');
  await fill(page, t['apply.on'], new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await fill(page, t['apply.text'], locale === 'zh' ? '二〇二五年花园预算' : 'The budget of the gardens');
  for (const name of ['admin.name', 'apply.proof', 'apply.contact']) await fill(page, t[name], 'Li');
  await check(page, `apply-${locale}`);
  await press(page, t['apply.send']);
  const link = await page.waitForSelector('#apply .sent a');
  const at = await link.evaluate((a) => a.getAttribute('href'));
  const step = async (role, words, act) => { await as(page, locale, role, at); await press(page, words); await act?.(); };
  await step('EDITOR', t['request.reply'], async () => { await fill(page, t['request.reply.text'], locale === 'zh' ? '予以公开，见附件。' : 'Here it is.'); await press(page, t.save); });
  await page.waitForFunction(() => document.querySelectorAll('#request ol.ruled > li').length > 1);
  await check(page, `request-${locale}`);
  await step('REVIEWER', t['request.check']);
  await page.waitForFunction(() => document.querySelectorAll('#request ol.ruled > li').length > 2);
  await step('PUBLISHER', t['request.sign']);
  await page.waitForFunction(() => document.querySelectorAll('#request ol.ruled > li').length > 3);
  console.log('ok requests', locale);
}

await run(async () => {
  for (const [locale, width, height, scheme] of [['zh', 360, 740, 'light'], ['en', 1280, 900, 'dark']]) {
    const page = await open(width, height, scheme);
    const draft = await write(page, locale);
    await report(page, locale, await launch(page, locale, draft));
    await survey(page, locale);
    await request(page, locale);
    await points(page, locale);
    await profiles(page, locale);
    await page.close();
  }
});
