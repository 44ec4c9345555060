import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisModes } from '../../ui/web/model/axis.ts';
import type { FaultEdit } from '../../ui/web/model/fault-edit.ts';
import { timeModes } from '../../ui/web/model/time-modes.ts';
import { openAddress, readAddress } from '../../ui/web/state/address.ts';
import { pack } from '../../ui/web/state/packing.ts';
import { firstState, type PageState } from '../../ui/web/state/page-state.ts';
import { speeds } from '../../ui/web/state/speeds.ts';
import { addressFor, writeAddress } from '../../ui/web/state/written-address.ts';
import { root } from '../support/sources.ts';
import { anyDetails } from './any-details.ts';
import { anyLayers } from './any-layers.ts';
import { anyScale } from './any-scale.ts';
import { brokenAddresses } from './broken-addresses.ts';

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
    link: fc.constantFrom('default', 'bob<>core', '*'),
    parameter: fc.constantFrom('loss', 'latency', 'transport'),
    value: fc.constantFrom('5%', '0.5%', '45ms', 'tcp'),
  }),
);
const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const writtenEdit: fc.Arbitrary<FaultEdit> = fc.oneof(
  text.map((one) => ({ deed: 'text' as const, text: one })),
  fc
    .tuple(
      fc.constantFrom('hold', 'drop', 'set'),
      fc.constantFrom('bob<>core', '200 INVITE'),
      fc.dictionary(
        fc.constantFrom('from', 'until', 'between', 'loss'),
        fc.constantFrom('2s', '1s, 2s', '5%'),
        {
          noNullPrototype: true,
        },
      ),
    )
    .map(([name, value, rest]) => ({ deed: 'rule' as const, fields: { [name]: value, ...rest } })),
);
const edit: fc.Arbitrary<FaultEdit> = fc
  .tuple(fc.oneof(messageEdit, otherEdit, writtenEdit), fc.boolean())
  .map(([made, off]) => (off ? { ...made, off: true as const } : made));

const key = fc.constantFrom('core>bob/sender.1/INVITE/1/0', 'bob>sender/sender.1/200 SEND/m1/0');

const state: fc.Arbitrary<PageState> = fc
  .record(
    {
      scenario: fc.constantFrom('figure-1', 'core/digest', 'lost-200-ok'),
      seed: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      edits: fc.array(edit, { maxLength: 4 }),
      moment: fc.record({ atUs: fc.nat(), atStep: fc.nat(999) }, { requiredKeys: ['atUs'] }),
      speed: fc.constantFrom(...speeds),
      zoom: fc.constantFrom(1, 1.563, 0.64, 4, 0.0002441406),
      layers: anyLayers,
      place: fc.record({ atUs: instant, below: fc.integer({ min: -9_999, max: 9_999 }) }),
      aside: fc.record({
        lane: fc.oneof(host, fc.constantFrom('others (12)', 'SIP/IP Core')),
        beyond: fc.integer({ min: -9_999, max: 9_999 }),
      }),
      details: anyDetails,
      following: fc.boolean(),
      marked: key,
      measured: fc.constant({ fromUs: 1_010_000, untilUs: 1_050_250 }),
      beside: key,
      tab: fc.constantFrom('fields' as const, 'bytes' as const, 'diff' as const),
      selected: fc.oneof(
        fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
        fc.constantFrom(
          'timer:core/client INVITE z9hG4bK1pjw5fzpz28r13qe.a57da0nw/timerA/2',
          'state:core/binding/binding sip:bob@example.com sip:bob@192.0.2.3:5060/active/1',
        ),
      ),
      axis: fc.constantFrom(...axisModes),
      scale: anyScale,
      filter: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      hidden: fc.array(host, { minLength: 1, maxLength: 3 }),
      only: fc.boolean(),
      folded: fc.boolean(),
      asTable: fc.boolean(),
      times: fc.constantFrom(...timeModes),
      range: fc
        .record({ fromUs: instant, lastsUs: fc.integer({ min: 1, max: 9_999_999 }) })
        .map(({ fromUs, lastsUs }) => ({ fromUs, untilUs: fromUs + lastsUs })),
      comparing: fc.constantFrom('overlay' as const, 'side' as const),
      editing: fc.boolean(),
      own: fc.record({ name: fc.constantFrom('mine.yaml', 'core/digest', 'Größe: 2.yaml'), text }),
      draft: fc.record({
        name: fc.constantFrom('', 'broken.yaml', 'Entwürfe/größer.yaml'),
        text: fc.oneof(text, fc.constant('')),
      }),
      made: fc.record({
        engine: fc.constantFrom('0.1.0', '2.0.0-rc.1'),
        run: fc.oneof(
          fc.constant({ fingerprint: '9c41e07b' }),
          fc.constant({
            fingerprint: '9c41e07b',
            records: 118,
            eighths: ['a1', '00', 'ff', '12', '34', '56', '78', '9a'],
          }),
        ),
      }),
    },
    { requiredKeys: ['scenario', 'edits', 'axis'] },
  )
  .map(({ moment, ...made }) => ({
    ...firstState,
    ...made,
    ...moment,
    ...(made.own && { scenario: 'own' }),
  }));

const scenario = (name: string): string => readFileSync(join(root, 'scenarios', `${name}.yaml`), 'utf8');

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

  it('holds a text with mistakes whatever its file is called', () => {
    for (const name of ['a:b.yaml', 'turned\u202eback.yaml', 'x'.repeat(255)]) {
      const { state: read, problems } = readAddress(
        writeAddress({ ...firstState, draft: { name, text: 'tilte: x' } }),
      );
      expect(problems).toEqual([]);
      expect(read.draft?.text).toBe('tilte: x');
      expect(read.draft?.name).toMatch(/^(?:a-b\.yaml|turned-back\.yaml|x{200})$/);
    }
  });

  it('is readable', () => {
    const drop: FaultEdit = { deed: 'drop', message: '200 INVITE', from: 'bob', to: 'core', nth: 1 };
    const delay: FaultEdit = { deed: 'delay', message: 'BYE', from: 'sender', to: 'core', nth: 1, byMs: 740 };
    expect(writeAddress({ ...firstState, edits: [drop, delay], atUs: 1_620_000 })).toBe(
      '#v1&s=figure-1&f=x:bob>core/200%20INVITE/1~d740:sender>core/BYE/1&t=1620',
    );
  });

  it('holds every state in the form that it chooses, and gives it back: 200 at random, written again alike', async () => {
    await fc.assert(
      fc.asyncProperty(state, async (written) => {
        const { hash, left } = await addressFor(written);
        expect(left).toBeUndefined();
        const read = await openAddress(hash);
        expect(read).toEqual({ state: written, problems: [] });
        expect((await addressFor(read.state)).hash).toBe(hash);
      }),
      { numRuns: 200 },
    );
  });

  it('is packed where it would be long, and the packed form is readable beside further parts', async () => {
    const own = { name: 'mine.yaml', text: scenario('figure-1') };
    const long = { ...firstState, scenario: 'own', own, atUs: 5 };
    const { hash } = await addressFor(long);
    expect(hash).toMatch(/^#v1&z=[\w-]+$/);
    expect(hash.length).toBeLessThan(writeAddress(long).length);
    expect(await openAddress(hash)).toEqual({ state: long, problems: [] });
    expect((await openAddress(`${hash}&t=0.007`)).state).toEqual({ ...long, atUs: 7 });
    expect(readAddress(writeAddress(long))).toEqual({ state: long, problems: [] });
  });

  it('leaves a text that no link can carry to a file, and says so', async () => {
    const noise = Array.from({ length: 12_000 }, (_, at) =>
      ((at * 7919 * (at + 13)) % 9973).toString(36),
    ).join('');
    const own = { name: 'large.yaml', text: `title: ${noise}` };
    const { hash, left } = await addressFor({ ...firstState, scenario: 'own', own, atUs: 5 });
    expect(left).toEqual(own);
    expect(hash.length).toBeLessThan(200);
    const read = await openAddress(hash);
    expect(read).toEqual({ state: { ...firstState, file: 'large.yaml', atUs: 5 }, problems: [] });
    const edited = { deed: 'text' as const, text: own.text };
    const other = await addressFor({ ...firstState, scenario: 'core/digest', edits: [edited] });
    expect(other.left).toEqual({ name: 'core/digest', text: own.text });
    expect((await openAddress(other.hash)).state).toMatchObject({
      scenario: 'core/digest',
      file: 'core-digest.yaml',
      edits: [],
    });
  });

  it('opens addresses of before: in one way of comparing, with a tilde that was escaped', () => {
    expect(readAddress('#v1&s=figure-1&f=x:bob>core/200%20INVITE/1&cmp=1')).toEqual({
      state: {
        ...firstState,
        edits: [{ deed: 'drop', message: '200 INVITE', from: 'bob', to: 'core', nth: 1 }],
        comparing: 'overlay',
      },
      problems: [],
    });
    expect(readAddress('#v1&f=k5:bob%7Eb9:bob').state.edits).toHaveLength(2);
  });

  it('tells of thirty that are broken, throws at none, and opens the rest', async () => {
    const broken = await brokenAddresses();
    expect(broken.length).toBeGreaterThanOrEqual(30);
    for (const address of broken) {
      const { state: opened, problems } = await openAddress(`#${address}`);
      expect({ address: address.slice(0, 60), problems: problems.length }).not.toEqual({
        address: address.slice(0, 60),
        problems: 0,
      });
      expect(opened.scenario).toBe('figure-1');
      const rest = await openAddress(`#v1&ax=l&${address.replace(/^v1&/, '')}`);
      if (address.startsWith('v1&') && address.length < 1000) expect(rest.state.axis).toBe('linear');
    }
  });

  it('is not unpacked without end', async () => {
    const bomb = await pack(JSON.stringify({ yaml: 'x'.repeat(8 << 20), s: 'own' }));
    expect(bomb.length).toBeLessThan(64 << 10);
    const { state: opened, problems } = await openAddress(`#v1&z=${bomb}`);
    expect(opened).toEqual(firstState);
    expect(problems).toEqual([expect.stringContaining('what is packed')]);
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
