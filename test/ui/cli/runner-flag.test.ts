import { expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';

it('runs by tables or by XState itself, with the same trace', () => {
  const by = (...flag: readonly string[]) => siplab(['run', 'figure-1', '--format', 'ndjson', ...flag]);
  const reference = by('--runner', 'xstate');
  expect(reference).toMatchObject({ status: 0, stderr: '' });
  expect(by('--runner', 'compiled')).toEqual(reference);
  expect(by()).toEqual(reference);
});

it('answers 2 for a runner that there is not', () => {
  const { status, stderr } = siplab(['run', 'figure-1', '--runner', 'xtsate']);
  expect(status).toBe(2);
  expect(stderr).toContain('--runner xtsate: expected compiled or xstate');
});
