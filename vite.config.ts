/**
 * Builds the page to `dist/` and serves it for development and preview.
 *
 * - The content security policy is written into the built page: its own files, WebAssembly, and WebSockets; nothing else.
 * - The service worker precaches the shell and every chunk, so that after one visit the page opens without a network.
 * - `/chains/localnet.json` and `/chains/localnet-servers.json` are the specification and the servers of the network that
 *   runs on this machine, read from its data folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connect, Plugin } from 'vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { unpackSmoldot } from './scripts/smoldot-wasm.ts';
import { buildWasmKernels } from './scripts/wasm-kernels.ts';

const HOST = '127.0.0.1';
const PREVIEW_PORT = 4173;
/** Decoders of polkadot-js and light clients are single chunks of a few MB; all of them are needed offline. */
const LARGEST_PRECACHED_BYTES = 16 * 1024 * 1024;

/** Where the bundler finds smoldot's WebAssembly, apart from its JavaScript. */
const SMOLDOT_WASM = await unpackSmoldot(join(import.meta.dirname, 'node_modules', '.cache', 'yumalight'));

/** Specifications of other networks that come with Substrate Connect: never asked for, so never precached. */
const KNOWN_CHAINS = 'assets/known-chains';

await buildWasmKernels();

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  // Peers and servers of a chain may be anywhere; that is what a light client is for.
  "connect-src 'self' ws: wss:",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the policy into the built page. The development server injects inline styles, so it has none. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** What of the localnet's data folder is served where. */
const LOCALNET_FILES = {
  '/chains/localnet.json': 'chain-spec.json',
  '/chains/localnet-servers.json': 'servers.json',
} as const;

/** Answers with what the running localnet has written, or 404 and why. */
function localnetFiles(): Plugin {
  const answer =
    (name: string): Connect.NextHandleFunction =>
    async (_request, response) => {
      const file = join(process.env.YUMALIGHT_DATA_DIR ?? '.localnet', name);
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-type', 'application/json');
      try {
        response.end(await readFile(file));
      } catch (error) {
        response.statusCode = 404;
        const cause = error instanceof Error && 'code' in error ? error.code : error;
        response.end(JSON.stringify({ code: 'chain/no-localnet', reason: `${file} could not be read: ${cause}` }));
      }
    };
  const serve = (server: { middlewares: Connect.Server }) => {
    for (const [path, name] of Object.entries(LOCALNET_FILES)) server.middlewares.use(path, answer(name));
  };
  return { name: 'localnet-files', configureServer: serve, configurePreviewServer: serve };
}

export default defineConfig({
  plugins: [
    solid(),
    contentSecurityPolicy(),
    localnetFiles(),
    VitePWA({
      strategies: 'generateSW',
      // A new version waits until the person reloads.
      registerType: 'prompt',
      injectRegister: null,
      manifest: false,
      workbox: {
        globPatterns: [
          '**/*.{html,js,css,wasm,json,svg,png,webmanifest}',
          // Other scripts' fonts are fetched when a subnet's name needs them.
          'assets/{inter-latin,inter-greek,jetbrains-mono-latin}-wght-normal-*.woff2',
        ],
        // Asked for by few visits, and of no use without a network: fetched, and then kept, when somebody wants them.
        globIgnores: [
          `${KNOWN_CHAINS}/**`,
          'assets/{substrate-connect.worker,index-browser,browser,no-auto-bytecode-browser,polkadot}*.js',
        ],
        runtimeCaching: [
          {
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
          },
        ],
        maximumFileSizeToCacheInBytes: LARGEST_PRECACHED_BYTES,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/chains\//],
        cleanupOutdatedCaches: true,
        // The first visit is served by the worker at once: going offline in the middle of it loses no page.
        clientsClaim: true,
      },
    }),
  ],
  resolve: { alias: { 'smoldot.wasm?url': `${SMOLDOT_WASM}?url` } },
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    modulePreload: { polyfill: false },
    // Everything is a file: the policy allows no fonts or scripts from data URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) => {
          const isKnownChain = moduleIds.some((id) => id.includes('/connect-known-chains/'));
          return `${isKnownChain ? KNOWN_CHAINS : 'assets'}/[name]-[hash].js`;
        },
      },
    },
    // What one chunk weighs is watched by hand: the large ones are loaded on demand.
    chunkSizeWarningLimit: 4096,
  },
  server: { host: HOST },
  preview: { host: HOST, port: PREVIEW_PORT, strictPort: true },
});
