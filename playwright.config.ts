import { defineConfig } from '@playwright/test';

/**
 * Browsers and machines, inside the lab's namespace: `e2e/run.ts` makes the
 * wire, starts the product and comes here. One after another: a machine takes
 * a processor of its own.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: 'http://10.77.0.1:3000',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-proxy-server',
      ],
    },
  },
  // In this order: the installation is set up once, by its first test.
  projects: [
    { name: 'first run', testMatch: 'people.first-run.spec.ts' },
    { name: 'people', testMatch: /people\.(?!first-run).+\.spec\.ts/ },
    { name: 'machines', testMatch: /machine\..+\.spec\.ts/ },
  ],
});
