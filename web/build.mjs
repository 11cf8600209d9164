// Bundles the modules and the style sheet of the site into dist, and says what each weighs.
import { build } from 'esbuild';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const fragments = Object.fromEntries(readdirSync('documents').map((f) => readFileSync(`documents/${f}`, 'utf8')).flatMap((text) => {
  const head = /^fragment (\w+) /m.exec(text);
  return head ? [[head[1], text]] : [];
}));

/** Adds the fragments that a document uses, as the server does: both ask the same text. */
function whole(text, added = new Set()) {
  let all = text;
  for (const [, name] of text.matchAll(/\.\.\.\s?([A-Z]\w+)/g)) {
    if (added.has(name) || !fragments[name]) continue;
    added.add(name);
    all += whole(fragments[name], added);
  }
  return all;
}

const documents = { name: 'documents', setup: (b) => b.onLoad({ filter: /\.graphql$/ }, ({ path }) => ({ contents: whole(readFileSync(path, 'utf8')), loader: 'text' })) };
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: [...['consultation', 'survey', 'me', 'receipts', 'sign-in', 'apply', 'request', 'desk', 'write', 'draft-desk', 'survey-desk', 'launch', 'manage', 'answers', 'analysis', 'reading-points-desk', 'admin', 'audit'].map((n) => `src/${n}.tsx`), 'src/solver.ts', 'src/verify.ts', 'src/page.css'], outdir: 'dist', entryNames: '[name]', chunkNames: 'chunk-[hash]', bundle: true, minify: true,
  splitting: true, format: 'esm', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', plugins: [documents],
});
for (const f of readdirSync('dist').sort()) console.log(f.padEnd(24), readFileSync(`dist/${f}`).length, 'gzip', gzipSync(readFileSync(`dist/${f}`), { level: 9 }).length);
