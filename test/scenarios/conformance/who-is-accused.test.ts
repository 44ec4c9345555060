import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { ofType, push, type Run, run, type Story, sent, story } from '../runs/lab.ts';
import { header, text, violated, without, withoutRecords } from './doctor.ts';

// Who breaks a clause where several calls, devices or requests are about: what one of them did is not laid to another, nor does it hide behind one.

const has = 'has: [{ name: c.txt, type: text/plain, size: 5000 }], success-report: yes';
const pull =
  '{ at: 1s, do: pull, by: bob, to: sip:push@push-sender-agent.example.com, files: [{ name: c.txt }] }';
const carol = (more: string) =>
  `carol: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], ${more} }`;
const registers = '{ at: 0s, do: register, by: carol }';
const lasting = 'session-expires: 90, linger: 2min';
const late = push.replace('1s', '2s');

const own = (parts: Story, more: (records: Run['records']) => Run['records'] = (all) => all) =>
  violated(more(run(story(parts)).records));

describe('a device that declines for all', () => {
  const parts = { bob: 'answer: decline', acts: [registers, push] };

  it('may, where the others ring: their 200 to the CANCEL accepts nothing', () => {
    const result = run(story({ ...parts, agents: [carol('answer: manual, ring: true')] }));
    expect(sent(result, '200 CANCEL', 'carol>core')).toHaveLength(1);
    expect(violated(result.records)).toEqual([]);
  });

  it('may not, where another accepts', () => {
    expect(own({ ...parts, agents: [carol('')] })).toEqual(['PRA-INV-02']);
  });
});

describe('a BYE that ends a pull', () => {
  it.each([
    ['refuses-bye', 'PRA-REL-01'],
    ['bye-answer-past-the-core', 'PRA-REL-02'],
    ['keeps-media', 'PRA-REL-03'],
  ])('is the receiver’s to answer, and its media its to release: %s', (misbehave, id) => {
    expect(own({ sender: has, bob: `misbehave: [${misbehave}]`, acts: [pull] })).toEqual([id]);
  });
});

describe('a report that never comes, or as none that may be', () => {
  it.each([
    ['never-reports', ['PRA-UP-01', 'PRA-UP-01a']],
    ['reports-a-part', ['PRA-UP-01a']],
    ['asks-for-reports', ['RFC4975-7.1.2-report']],
  ])('is the receiver’s to send, and its sender may wait: %s', (name, ids) => {
    const result = run(story({ sender: 'success-report: yes', bob: `misbehave: [${name}]` }));
    expect(sent(result, 'BYE')).toEqual([]);
    expect(violated(result.records)).toEqual(ids);
  });
});

describe('a SEND whose Byte-Range is none', () => {
  it.each(['yes', 'partial', 'no'])('is not reported by its receiver, Failure-Report: %s', (failure) => {
    const sender = `misbehave: [broken-range], success-report: yes, failure-report: ${failure}`;
    const accused = own({ sender, acts: [push] });
    expect(accused).toContain('RFC4975-7.1.1-range');
    expect(accused.filter((id) => id.startsWith('PRA-'))).toEqual([]);
  });
});

describe('what a receiver stores', () => {
  const stored = (what: string, nth: number) => {
    let found = 0;
    return withoutRecords(
      (record: TraceRecord) =>
        record.type === 'store' && record.node === 'bob' && record.what === what && ++found === nth,
    );
  };

  it.each([
    ['session identity', 'PRA-INV-03'],
    ['application reference', 'PRA-INV-04'],
  ])('of each INVITE that it has, is that INVITE’s own: %s', (what, id) => {
    const parts = {
      sender: 'application: +g.oma.iari.syncml',
      bob: 'think: 3s, ring: true',
      acts: [push, late],
    };
    expect(own(parts)).toEqual([]);
    expect(own(parts, stored(what, 1))).toEqual([id]);
    expect(own(parts, stored(what, 2))).toEqual([id]);
  });
});

describe('a push that is taken back', () => {
  const ringing = 'answer: manual, ring: true';
  const cancel = (more = '') => `{ at: 4s, do: cancel, by: sender${more} }`;

  it.each([
    ['the latest of two', [push, late, cancel()]],
    ['one that is named', [push.replace('do:', 'name: one, do:'), late, cancel(', push: one')]],
  ])('wants its CANCEL, and the others none: %s', (_, acts) => {
    const wanted = [...acts, '{ at: 9s, do: release, by: sender }'];
    expect(own({ bob: ringing, acts: wanted })).toEqual([]);
    expect(own({ sender: 'misbehave: [never-cancels]', bob: ringing, acts })).toContain('PSA-CAN-01');
  });

  it('wants none where the request was for a file that was asked for meanwhile', () => {
    const acts = [push, pull.replace('1s', '2s'), '{ at: 2.5s, do: cancel, by: sender }'];
    expect(own({ sender: has, bob: ringing, acts })).toEqual([]);
  });
});

it('a push that failed is not taken for the one behind it that was delivered', () => {
  const result = run(
    story({
      sender: 'success-report: yes, failure-report: no',
      acts: [push.replace('4092', '400000'), push.replace('1s', '20s')],
      links: '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }',
      faults: ['{ reset: sender<>bob, at: 2s }'],
    }),
  );
  const told = ofType(result, 'store').filter(({ what }) => what === 'push');
  expect(told.map(({ value }) => (value as { outcome: string }).outcome)).toEqual(['failed', 'delivered']);
  expect(violated(result.records)).toEqual([]);
});

describe('a refusal that comes again', () => {
  const faults = ['{ drop: ACK, from: sender, to: core, nth: 1 }'];
  const result = run(story({ bob: 'answer: busy', faults }));

  it('is acknowledged again', () => {
    expect(sent(result, 'ACK', 'sender>core')).toHaveLength(2);
    expect(violated(result.records)).toEqual([]);
    let acks = 0;
    const once = result.records.filter(
      (record) =>
        !(
          'summary' in record &&
          record.summary === 'ACK' &&
          record.node === 'sender' &&
          record.type === 'message.sent' &&
          ++acks === 2
        ),
    );
    expect(violated(once)).toContain('RFC3261-17.1.1.3');
  });
});

describe('a 2xx is repeated as is due', () => {
  it('also where it never comes', () => {
    const lost = { faults: ['{ drop: 200 INVITE, from: bob, to: core }'] };
    expect(own(lost)).toEqual([]);
    expect(own({ ...lost, bob: 'misbehave: [impatient]' })).toContain('RFC3261-13.3.1.4');
  });

  it('to a re-INVITE too', () => {
    const parts = {
      sender: `${lasting}, update: false`,
      faults: ['{ drop: ACK, from: sender, to: core, nth: 2 }'],
    };
    expect(own(parts)).toEqual([]);
    expect(own({ ...parts, bob: 'misbehave: [impatient]' })).toContain('RFC3261-13.3.1.4');
  });
});

describe('a refresh by re-INVITE', () => {
  const { records } = run(story({ sender: lasting, bob: 'update: false' }));
  const further = (change: (raw: string) => string) =>
    text('bob>core 200 INVITE', (raw) => (/^CSeq: 1 /m.test(raw) ? raw : change(raw)));

  it('is answered with Session-Expires, as the first INVITE is', () => {
    expect(violated(records)).toEqual([]);
    const silent = further((raw) => raw.replace(/^Session-Expires: .*\r\n/m, ''));
    expect(violated(silent(records))).toContain('PRA-INV-09');
  });

  it.each([
    ['by who was asked', 'refresher=uac', 'refresher=uas'],
    ['within no less than 90 s', '90;', '89;'],
  ])('is to be done %s', (_, said, other) => {
    const answered = further((raw) => raw.replace(said, other));
    expect(violated(answered(records))).toContain('RFC4028-9');
  });

  it('may move the Session Identity, and the BYE goes there', () => {
    const there = (name: string) => (all: Run['records']) =>
      text(name, (raw) =>
        /^CSeq: 1 INVITE/m.test(raw) ? raw : raw.replace(/sip:bob@192[^>\s]*/, 'sip:bob@198.51.100.7'),
      )(all);
    const moved = ['200 INVITE', 'BYE', 'ACK'].reduce((all, name) => there(name)(all), records);
    expect(violated(moved).filter((id) => id === 'PSA-REL-02')).toEqual([]);
  });
});

it('a BYE may end an early dialog', () => {
  const { records } = run(story({ bob: 'ring: true, think: 2s' }));
  const early = without('200 INVITE')(records);
  expect(violated(early)).not.toContain('PSA-REL-01');
  const astray = header('sender>core BYE', 'To', '<sip:bob@example.com>;tag=astray');
  expect(violated(astray(records))).toContain('PSA-REL-01');
});

describe('a receiver of what it does not take', () => {
  const parts = { acts: [push], bob: 'accept-types: image/jpeg' };
  const silent = 'success-report: yes, failure-report: no';

  it('may not say so, and owes no report, where Failure-Report is no', () => {
    const accused = own({ ...parts, sender: `${silent}, misbehave: [other-type]` });
    expect(accused).toEqual(['UP-02', 'RFC4975-8.6']);
    expect(own({ ...parts, sender: silent, bob: 'misbehave: [never-reports]' })).toContain('PRA-UP-01');
  });

  it('reports to where the message came from', () => {
    const { records } = run(story({ sender: 'success-report: yes, misbehave: [foreign-path]' }));
    expect(violated(records)).not.toContain('RFC4975-7.1.2-report');
  });
});
