// Opens pages in a browser at the widths of a phone and of a desk: node run.mjs BROWSER URL… It fails if a page overflows, if its pictures draw no text, or if
// axe-core finds a violation.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import puppeteer from 'puppeteer-core'

const [executablePath, ...urls] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] })
let failed = 0
try {
  for (const url of urls) {
    for (const width of [360, 1280]) {
      const page = await browser.newPage()
      const said = []
      page.on('console', (message) => said.push(message.text()))
      await page.setViewport({ width, height: 900 })
      await page.goto(url)
      const seen = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        texts: [...document.querySelectorAll('svg text')].length,
        unseen: [...document.querySelectorAll('svg text')].filter((t) => t.getBBox().width === 0).length,
        outside: [...document.querySelectorAll('svg')].flatMap((svg) =>
          [...svg.querySelectorAll('text')].filter((t) => { const b = t.getBBox(); return b.x < 0 || b.x + b.width > 361 }).map((t) => t.textContent)),
        scripts: document.scripts.length,
      }))
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run())
      const wrong = [
        ...(seen.over > 0 ? [`it is ${seen.over} pixels too wide`] : []),
        ...(seen.texts === 0 || seen.unseen > 0 ? [`${seen.unseen} of ${seen.texts} texts are not drawn`] : []),
        ...seen.outside.map((text) => `"${text}" lies outside its picture`),
        ...(seen.scripts > 0 ? ['it has a script'] : []),
        ...violations.map((v) => `axe: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`),
        ...said.map((text) => `the console says ${text}`),
      ]
      failed += wrong.length
      console.log(`${wrong.length ? 'BAD' : 'ok '} ${url} at ${width}: ${seen.texts} texts`, ...wrong)
      await page.close()
    }
  }
} finally {
  await browser.close()
}
process.exit(failed ? 1 : 0)
