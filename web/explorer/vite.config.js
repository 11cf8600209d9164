// GraphiQL without the fonts and the formatter that it brings: half of its weight.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const withoutFonts = { name: 'without-fonts', enforce: 'pre', transform: (code, id) => (id.endsWith('.css') ? code.replace(/@font-face\s*{[^}]*}/g, '') : undefined) };

export default defineConfig({
  base: '/graphiql/',
  plugins: [react(), withoutFonts],
  resolve: { alias: [{ find: /^prettier\/.*/, replacement: path.resolve('src/stub.js') }] },
  worker: { format: 'es' },
  build: { target: 'es2022', outDir: 'dist', assetsInlineLimit: 0, chunkSizeWarningLimit: 5000 },
});
