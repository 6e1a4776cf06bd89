import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

const skipped = ['**/node_modules/**', '.next/**', 'data/**', 'prisma/generated/**'];

/** Nothing of the caller's environment decides what a test sees. */
const env = {
  NODE_ENV: 'test' as const,
  LOG_LEVEL: 'silent',
  DATABASE_URL: '',
  PORT: '',
  PUBLIC_URL: '',
  PROVISIONER_DATA: '',
  PROVISIONER_SECRET: 'a secret that only the tests know, 32+ long',
  ARTIFACT_STORE: '',
  PROVISIONER_ADMIN_EMAIL: '',
  PROVISIONER_ADMIN_PASSWORD: '',
};

const withDatabase = {
  globalSetup: ['e2e/fixtures/postgres.ts'],
  setupFiles: ['e2e/fixtures/each-file.ts'],
};

/** Tests that compile iPXE run where a source of it is named; see docs/decisions/0082. */
const compiled = ['**/*.source.test.ts'];
const withSource = (process.env.IPXE_SOURCE ?? '') !== '';

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...skipped, '**/*.db.test.ts', '**/*.slow.test.ts', ...compiled],
          env,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: skipped,
          env,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          ...withDatabase,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['**/*.slow.test.ts'],
          exclude: skipped,
          env,
          // Each may build images and start programs; one after another, or they starve.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          ...withDatabase,
        },
      },
      {
        extends: true,
        test: {
          name: 'source',
          include: withSource ? compiled : [],
          exclude: skipped,
          env,
          // Each compiles with all cores; a base takes minutes where the machine is slow.
          fileParallelism: false,
          testTimeout: 1_200_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
