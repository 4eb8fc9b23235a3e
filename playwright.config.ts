/** End to end: the built app in a real Chromium, against the real localnet. `npm test` builds first. */
import { defineConfig } from '@playwright/test';

/** No QUIC, no first-run pages, no background traffic: the browser talks to this machine alone. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** WebGPU without a graphics card. Slow, exact, and only for tests. */
const SOFTWARE_WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  forbidOnly: true,
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [...QUIET_FLAGS, ...SOFTWARE_WEBGPU_FLAGS],
    },
    serviceWorkers: 'allow',
  },
});
