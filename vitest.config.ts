import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // By itself vitest leaves one core idle.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
