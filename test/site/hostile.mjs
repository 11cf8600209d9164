// Reads every page, and the desk, of a city in which every text is hostile. Each step that succeeds prints a line that begins with "ok".
import { address, addresses, be, fault, open, run } from './page.mjs';

const roles = { zh: { EDITOR: '编辑', MODERATOR: '意见审核员', ANALYST: '分析员' }, en: { EDITOR: 'Editor', MODERATOR: 'Moderator', ANALYST: 'Analyst' } };

/** Sees that nothing of the hostile words ran, and that they are shown as words. */
async function harmless(page, name) {
  const found = await page.evaluate(() => ({ ran: window.ran, images: document.querySelectorAll('img[src=x]').length, shown: document.querySelector('main').textContent.includes('onerror=') }));
  if (found.ran || found.images > 0) fault(`${name}: the words of a text run`);
  return found.shown;
}

await run(async () => {
  for (const locale of ['zh', 'en']) {
    const page = await open(1280, 900, 'light');
    const at = await addresses(page, locale);
    let shown = 0;
    for (const [name, path] of Object.entries(at)) {
      await page.goto(address + path, { waitUntil: 'networkidle2' });
      if (await harmless(page, name)) shown++;
    }
    if (shown < 12) fault(`only ${shown} pages show hostile words`);
    console.log('ok reads', locale, shown);
    for (const [role, places] of Object.entries({ EDITOR: ['desk', 'desk/write', at.consultation.replace(/.*consultations/, 'desk/consultations'), at.consultation.replace(/.*consultations/, 'desk/answers'), at.draft.replace(/.*drafts/, 'desk/drafts'), at.survey.replace(/.*surveys/, 'desk/surveys')], ANALYST: [at.consultation.replace(/.*consultations/, 'desk/analysis')], MODERATOR: ['desk'] })) {
      await be(page, locale, roles[locale][role], 'PARKS');
      for (const place of places) {
        await page.goto(`${address}/${locale}/${place}`, { waitUntil: 'networkidle2' });
        await page.waitForSelector('main :is(form, section, ul, p.none, p.lead, p.problems)');
        await harmless(page, place);
      }
    }
    console.log('ok works', locale);
    await page.close();
  }
});
