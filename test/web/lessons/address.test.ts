import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../ui/web/state/address.ts';
import { firstState } from '../../../ui/web/state/page-state.ts';
import { writeAddress } from '../../../ui/web/state/written-address.ts';

describe('the address of a lesson', () => {
  it.each([{ lesson: 'handshake', step: 1 }, { lesson: 'retransmission', step: 7 }, { step: 1 }])(
    'comes back as it was written: %o',
    (learning) => {
      const state = { ...firstState, scenario: 'lessons/handshake', learning };
      expect(readAddress(writeAddress(state))).toEqual({ state, problems: [] });
    },
  );

  it('needs no scenario: a lesson brings its own, unless another is named', () => {
    expect(readAddress('#v1&lesson=handshake&step=3').state).toMatchObject({
      scenario: 'lessons/handshake',
      learning: { lesson: 'handshake', step: 3 },
    });
    expect(readAddress('#v1&s=figure-1&lesson=handshake').state.scenario).toBe('figure-1');
  });

  it.each([
    'lesson=',
    'lesson=a/b',
    'lesson=handshake&step=0',
    'lesson=handshake&step=x',
    'lesson=handshake&step=100',
  ])('tells what it cannot read in %s, and opens the rest', (part) => {
    const { state, problems } = readAddress(`#v1&s=figure-1&${part}`);
    expect(problems).toHaveLength(1);
    expect(state.scenario).toBe('figure-1');
  });
});
