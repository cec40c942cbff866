import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstLoad } from './build/first-load.ts'
import { jsonAsScript, wordsOfPages } from './build/web-words.ts'

/** The pages of Weike. `npm start` builds them into dist/web; `npx vite web` serves them beside a running `weike serve`. */
export default defineConfig({
  plugins: [wordsOfPages(), jsonAsScript(), react(), firstLoad()],
  build: {
    target: 'chrome111',
    outDir: '../dist/web',
    emptyOutDir: true,
    // The content security policy lets no inline script or style through.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What every page needs comes in two pieces, what asks and what draws, and the cockpit in one: 60 ms away, forty small ones
    // wait for each other, while a single one would be too much to take in at once.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 4 },
            { name: 'shell', test: /web[\\/]app\.tsx$/, priority: 3 },
            { name: 'cockpit', test: /features[\\/]cockpit[\\/](cockpit|page)\.tsx$/, priority: 2 },
          ],
        },
      },
    },
  },
  // The server's paths begin like those of our own folder web/api, whose modules stay here.
  server: { proxy: { '^/api/(?![^?]*\\.tsx?(\\?|$))': process.env.WEIKE_URL ?? 'http://127.0.0.1:8212' } },
})
