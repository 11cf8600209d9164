// Opens pages and charts in a browser at the widths of a phone and of a desk, and pages as they are printed: node run.mjs BROWSER URL… It fails if something overflows,
// if a label is not drawn, or if axe-core finds a violation.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import puppeteer from 'puppeteer-core'

const [executablePath, ...urls] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] })
const printed = 680 // the width in pixels between the margins of A4
let failed = 0

// look runs in the page. A letter that no font has is drawn as an empty box, like one that is certainly in no font.
function look(isChart) {
  const texts = [...document.querySelectorAll('svg text')]
  const family = texts.length ? getComputedStyle(texts[0]).fontFamily : ''
  const drawn = (letter) => {
    const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas')
    canvas.width = canvas.height = 40
    const pen = canvas.getContext('2d')
    pen.font = `28px ${family}`
    pen.fillText(letter, 4, 32)
    return canvas.toDataURL()
  }
  const letters = [...new Set(texts.map((t) => t.textContent).join('').match(/\p{Script=Han}/gu) ?? [])]
  const box = drawn('\u{10FFFD}')
  return {
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    texts: texts.length,
    unseen: texts.filter((t) => t.getBBox().width === 0).length,
    letters: letters.length,
    boxes: letters.filter((letter) => drawn(letter) === box),
    outside: [...document.querySelectorAll('svg')].flatMap((svg) => [...svg.querySelectorAll('text')].filter((t) => {
      const b = t.getBBox()
      return b.x < 0 || b.x + b.width > svg.viewBox.baseVal.width + 1 || b.y + b.height > svg.viewBox.baseVal.height + 2
    }).map((t) => t.textContent)),
    scripts: isChart ? 0 : document.scripts.length,
  }
}

async function open(url, width, media) {
  const isChart = url.includes('.svg')
  const page = await browser.newPage()
  const said = []
  page.on('console', (message) => said.push(message.text()))
  await page.setViewport({ width, height: 900 })
  await page.emulateMediaType(media)
  await page.goto(url)
  const seen = await page.evaluate(look, isChart)
  let violations = []
  if (!isChart && media === 'screen') {
    await page.evaluate(axe)
    violations = (await page.evaluate(() => window.axe.run())).violations
  }
  const wrong = [
    ...(seen.over > 0 && !isChart ? [`it is ${seen.over} pixels too wide`] : []),
    ...(seen.texts === 0 || seen.unseen > 0 ? [`${seen.unseen} of ${seen.texts} texts are not drawn`] : []),
    ...(url.endsWith('zh') && seen.letters < 20 && !isChart ? [`it has ${seen.letters} Chinese characters`] : []),
    ...(seen.boxes.length > 0 ? [`no font draws ${seen.boxes.join('')}`] : []),
    ...seen.outside.map((text) => `"${text}" lies outside its picture`),
    ...(seen.scripts > 0 ? ['it has a script'] : []),
    ...violations.map((v) => `axe: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`),
    ...said.map((text) => `the console says ${text}`),
  ]
  failed += wrong.length
  console.log(`${wrong.length ? 'BAD' : 'ok '} ${url} at ${width}, ${media}: ${seen.texts} texts, ${seen.letters} Chinese characters`, ...wrong)
  await page.close()
}

try {
  for (const url of urls) {
    await open(url, 360, 'screen')
    await open(url, 1280, 'screen')
    if (!url.includes('.svg')) await open(url, printed, 'print')
  }
} finally {
  await browser.close()
}
process.exit(failed ? 1 : 0)
