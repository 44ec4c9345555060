import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // By itself vitest leaves one core idle.
    maxWorkers: '100%',
    // Golden files are written anew where UPDATE_GOLDEN is set; CONTRIBUTING.md says when.
    update: process.env.UPDATE_GOLDEN !== undefined,
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/web/**'] } },
      // A browser has a clock and processes of its own: what fails there once is asked again, and the output tells of each that was.
      // What never comes fails, what is slow doesn't.
      {
        extends: true,
        test: {
          name: 'web',
          include: ['test/web/**/*.test.ts'],
          retry: 1,
          globalSetup: ['test/web/build-page.ts'],
          expect: { poll: { timeout: 100_000 } },
        },
      },
    ],
  },
});
