import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisModes } from '../../ui/web/model/axis.ts';
import type { FaultEdit } from '../../ui/web/model/fault-edit.ts';
import { firstState, type PageState, readAddress, writeAddress } from '../../ui/web/state/address.ts';
import { timeModes } from '../../ui/web/state/looking.ts';

const host = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/);
const messageEdit: fc.Arbitrary<FaultEdit> = fc
  .record({
    deed: fc.constantFrom('drop', 'delay', 'duplicate', 'stall', 'reset', 'corrupt', 'reorder'),
    message: fc.constantFrom('INVITE', '200 INVITE', 'SEND 1-2048/4364', 'SEND 2049-*/4323', '100 INVITE'),
    from: host,
    to: host,
    nth: fc.integer({ min: 1, max: 999 }),
    byMs: fc.integer({ min: 0, max: 99_999 }),
  })
  .map(({ byMs, ...rest }) => (rest.deed === 'delay' || rest.deed === 'stall' ? { ...rest, byMs } : rest));

const instant = fc.integer({ min: 0, max: 999_999_999 });
const otherEdit: fc.Arbitrary<FaultEdit> = fc.oneof(
  fc
    .record({ from: host, to: host, fromUs: instant, lastsUs: fc.integer({ min: 1, max: 9_999_999 }) })
    .map(({ from, to, fromUs, lastsUs }) => ({
      deed: 'partition' as const,
      from,
      to,
      fromUs,
      untilUs: fromUs + lastsUs,
    })),
  fc.record({ deed: fc.constantFrom('crash', 'restart'), host, atUs: instant }),
  fc.record({
    deed: fc.constant('network' as const),
    link: fc.constantFrom('default', 'bob<>core'),
    parameter: fc.constantFrom('loss', 'latency', 'transport'),
    value: fc.constantFrom('5%', '0.5%', '45ms', 'tcp'),
  }),
);
const edit: fc.Arbitrary<FaultEdit> = fc
  .tuple(fc.oneof(messageEdit, otherEdit), fc.boolean())
  .map(([made, off]) => (off ? { ...made, off: true as const } : made));

const state: fc.Arbitrary<PageState> = fc
  .record(
    {
      scenario: fc.constantFrom('figure-1', 'core/digest', 'lost-200-ok'),
      seed: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      edits: fc.array(edit, { maxLength: 4 }),
      atUs: fc.nat(),
      selected: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      axis: fc.constantFrom(...axisModes),
      filter: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      hidden: fc.array(host, { minLength: 1, maxLength: 3 }),
      folded: fc.boolean(),
      times: fc.constantFrom(...timeModes),
      comparing: fc.constantFrom('overlay' as const, 'side' as const),
    },
    { requiredKeys: ['scenario', 'edits', 'axis'] },
  )
  .map((made) => ({ ...firstState, ...made }));

describe('the address', () => {
  it('holds every state, and gives it back', () => {
    fc.assert(
      fc.property(state, (written) => {
        const address = writeAddress(written);
        expect(readAddress(address)).toEqual({ state: written, problems: [] });
        expect(new URL(`http://localhost/${address}`).hash.slice(1)).toBeDefined();
        expect(readAddress(new URL(`http://localhost/${address}`).hash).state).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it('is readable', () => {
    const drop: FaultEdit = { deed: 'drop', message: '200 INVITE', from: 'bob', to: 'core', nth: 1 };
    const delay: FaultEdit = { deed: 'delay', message: 'BYE', from: 'sender', to: 'core', nth: 1, byMs: 740 };
    expect(writeAddress({ ...firstState, edits: [drop, delay], atUs: 1_620_000 })).toBe(
      '#v1&s=figure-1&f=x:bob>core/200%20INVITE/1~d740:sender>core/BYE/1&t=1620000',
    );
  });

  it('tells of what it can’t read, and opens the rest', () => {
    const { state: opened, problems } = readAddress(
      '#v1&s=lost-200-ok&f=q:bob>core/INVITE/1&t=soon&x&sel=%E0%A4%A',
    );
    expect(opened).toEqual({ ...firstState, scenario: 'lost-200-ok' });
    expect(problems).toHaveLength(4);
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `#v1&${text}`),
        ),
        (text) => {
          const { state: opened } = readAddress(text);
          expect(opened.scenario.length).toBeGreaterThan(0);
        },
      ),
    );
    expect(readAddress(`#v1&s=${'x'.repeat(100_000)}`).problems).toHaveLength(1);
  });
});
