import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultRuleEdit } from '../../ui/web/model/edit-rules.ts';
import { rulesOf } from '../../ui/web/model/edit-rules.ts';
import {
  editOf,
  fieldsOf,
  kindNamed,
  kindOf,
  type RuleFields,
  ruleKinds,
} from '../../ui/web/model/rule-form.ts';
import { readEdits } from '../../ui/web/state/edit-address.ts';
import { writeEdit } from '../../ui/web/state/written-edits.ts';
import { load, problemsOf } from '../../ui/web/worker/load-request.ts';

const text = `title: a
network: { links: { default: { latency: 20ms }, 'core<>bob': { latency: 10ms } } }
core: { kind: sip }
agents:
  sender: { role: push-sender, uri: 'sip:push@example.com' }
  bob: { role: push-receiver, uri: 'sip:bob@example.com' }
timeline: [{ at: 0s, do: register, by: bob }]
`;
const request = (edits: readonly FaultRuleEdit[]) => ({ name: 'a', text, ...rulesOf(edits) });

/** A value for each field, as a reader would type it. */
const typed: Readonly<Record<string, string>> = {
  nth: '2',
  transmission: '1',
  between: '1s, 2.5s',
  octets: '3',
  by: '740ms',
  at: '1.5s',
  until: '3s',
  latency: '45ms',
  jitter: '5ms',
  loss: '5%',
  rate: '1Mbit/s',
  queue: '64KiB',
  mtu: '1400',
  drop: '200 INVITE',
  delay: 'INVITE',
  duplicate: 'INVITE',
  reorder: '180 INVITE',
  corrupt: 'BYE',
  after: 'ACK',
  partition: 'core<>bob',
  hold: 'sender<>core',
  set: 'core>bob',
  refuse: 'sender<>bob',
  crash: 'core',
  restart: 'bob',
  to: 'core',
};
const typedIn = (id: string, name: string): string => {
  const kind = kindNamed(id);
  const isFirst = kind.fields[0]?.name === name;
  if (name === 'stall' || name === 'reset') return id.endsWith('link') ? 'sender<>bob' : 'SEND';
  if (isFirst) return typed[name]!;
  if (name === 'from') return kind.fields.some((field) => field.name === 'to') ? 'bob' : '1s';
  if (id === 'set' && (name === 'duplicate' || name === 'reorder')) return '5%';
  return typed[name]!;
};
const filled = (id: string, only: (name: string) => boolean = () => true): RuleFields =>
  Object.fromEntries(
    kindNamed(id)
      .fields.filter(({ name, needed }) => needed || only(name))
      .map(({ name }) => [name, typedIn(id, name)]),
  );

describe('the form of a fault rule', () => {
  it.each(ruleKinds.map(({ id }) => [id]))(
    'writes %s so that the loader takes it, with all of its fields and with few',
    (id) => {
      const few = filled(id, (name) => id === 'set' && name === 'loss');
      for (const values of [filled(id), few]) {
        const edit = editOf(kindNamed(id), values);
        expect(problemsOf(request([edit]))).toEqual([]);
        const loaded = load(request([edit]));
        expect('scenario' in loaded && loaded.scenario.faults).toHaveLength(1);
        expect(kindOf(fieldsOf(edit)).id).toBe(id);
        expect(editOf(kindNamed(id), fieldsOf(edit))).toEqual(edit);
        expect(readEdits([writeEdit(edit)])).toEqual([edit]);
      }
    },
  );

  it('makes what a click would make, where a click could', () => {
    expect(editOf(kindNamed('drop'), { drop: '200 INVITE', from: 'bob', to: 'core', nth: '1' })).toEqual({
      deed: 'drop',
      message: '200 INVITE',
      from: 'bob',
      to: 'core',
      nth: 1,
    });
    expect(editOf(kindNamed('delay'), { delay: 'BYE', by: '0.74s', from: 'a', to: 'b' })).toMatchObject({
      deed: 'delay',
      byMs: 740,
    });
    expect(editOf(kindNamed('partition'), { partition: 'bob<>core', from: '', until: '2s' })).toEqual({
      deed: 'partition',
      from: 'bob',
      to: 'core',
      fromUs: 0,
      untilUs: 2_000_000,
    });
    expect(editOf(kindNamed('crash'), { crash: 'core', at: '1s' })).toEqual({
      deed: 'crash',
      host: 'core',
      atUs: 1_000_000,
    });
  });

  it('takes whatever is typed; what is wrong with it is the loader’s to say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ruleKinds),
        fc.dictionary(fc.constantFrom(...Object.keys(typed), 'from', 'stall', 'reset'), fc.string()),
        (kind, values) => {
          const edit = editOf(kind, values);
          expect(Array.isArray(problemsOf(request([edit])))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    expect(problemsOf(request([editOf(kindNamed('drop'), { drop: 'SEND' })]))[0]?.message).toContain(
      'goes by TCP always',
    );
  });
});
