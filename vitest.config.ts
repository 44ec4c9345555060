import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // By itself vitest leaves one core idle.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    // Golden files are written anew where UPDATE_GOLDEN is set; CONTRIBUTING.md says when.
    update: process.env.UPDATE_GOLDEN !== undefined,
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
