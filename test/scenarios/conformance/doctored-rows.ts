import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breach, type Doctored } from './breach.ts';
import {
  added,
  again,
  before,
  body,
  type Doctor,
  header,
  records,
  text,
  without,
  withoutRecords,
} from './doctor.ts';

// Breaches of the document's own rows.

const isStore = (what: string, node: string) =>
  withoutRecords((record) => record.type === 'store' && record.what === what && record.node === node);

/** A re-INVITE of the sender's behind another message, with port 0 on some of its m= lines. */
function reInvite(behind: string, closed: readonly number[]): Doctor {
  return (all) => {
    const invite = all.find((record) => record.type === 'message.sent' && record.summary === 'INVITE');
    const raw = invite?.type === 'message.sent' ? String(invite.raw) : '';
    return again(behind, (other) => {
      const to = /^To: .*$/m.exec(String(other.raw))?.[0] ?? '';
      let line = 0;
      const zeroed = raw
        .replace(/^To: .*$/m, to)
        .replace('CSeq: 1', 'CSeq: 9')
        .replace('z9hG4bK', 'z9hG4bK9')
        .replace(/^m=message \d+/gm, (media) => (closed.includes(line++) ? 'm=message 0' : media))
        .replace(/^Content-Length: \d+/m, '');
      return { summary: 'INVITE', raw: zeroed };
    })(all);
  };
}

/** The first SEND is answered by 413 rather than 200. */
function firstRefused(all: readonly TraceRecord[]): readonly TraceRecord[] {
  const first = all.find((record) => record.type === 'message.sent' && record.summary === '200 SEND');
  return all.map((record) =>
    first?.type === 'message.sent' && 'id' in record && record.id === first.id && 'raw' in record
      ? { ...record, raw: String(record.raw).replace('200 OK', '413 Stop') }
      : record,
  );
}

export const doctoredRows: readonly Doctored[] = [
  // The INVITE of a push.
  breach('PSA-EST-00', 'rich', body('INVITE', /m=message/g, 'm=audio')),
  breach('PSA-EST-00a', 'rich', without('BYE')),
  breach('PSA-EST-01', 'rich', header('INVITE', 'Max-Forwards')),
  breach(
    'PSA-EST-02',
    'rich',
    text('INVITE', (raw) => raw.replaceAll('+g.oma.lcsi.sip-push', '+g.oma.lcsi.other')),
  ),
  breach(
    'PSA-EST-02a',
    'rich',
    text('INVITE', (raw) => raw.replaceAll(';require', ';require=yes')),
  ),
  breach(
    'PSA-EST-03',
    'rich',
    text('INVITE', (raw) => raw.replaceAll('+g.oma.iari.syncml', '+g.oma.other')),
  ),
  breach(
    'PSA-EST-04',
    'rich',
    text('sender>core INVITE', (raw) => raw.replace('INVITE, ACK, CANCEL, BYE', 'INVITE, ACK, CANCEL')),
  ),
  breach('PSA-EST-05', 'rich', header('sender>core INVITE', 'Supported')),
  breach('PSA-EST-06', 'rich', header('INVITE', 'Session-Expires', '1800')),
  breach(
    'PSA-EST-07',
    'rich',
    text('sender>core INVITE', (raw) => raw.replace('INVITE sip:bob@', 'INVITE sip:carol@')),
  ),
  breach('PSA-EST-08', 'rich', body('INVITE', /^a=accept-types.*\r\n/m, '')),
  breach('PSA-EST-08a', 'rich', body('INVITE', 'a=sendonly', 'a=sendrecv')),
  breach('PSA-EST-08b', 'rich', body('INVITE', /^a=file-transfer-id.*\r\n/m, '')),
  breach(
    'PSA-EST-08c',
    'twoFiles',
    records('act', ({ detail }) => ({
      detail: JSON.parse(JSON.stringify(detail).replace('"name":"b.jpg"', '"name":"b.jpg"},{"name":"c.jpg"')),
    })),
  ),
  breach('PSA-EST-09', 'rich', (all) =>
    all.map((record) =>
      record.type === 'message.sent' && record.node === 'sender' && record.summary === 'INVITE'
        ? { ...record, to: 'bob' }
        : record,
    ),
  ),
  // Its 200, and the end.
  breach('PSA-OK-01', 'rich', isStore('allowed methods', 'sender')),
  breach('PSA-OK-02', 'rich', isStore('session identity', 'sender')),
  breach(
    'PSA-OK-03',
    'rich',
    withoutRecords(
      (record) => record.type === 'timer.set' && record.node === 'sender' && record.name === 'sessionRefresh',
    ),
  ),
  breach('PSA-OK-04', 'rich', (all) => without('SEND')(without('200 SEND')(without('REPORT')(all)))),
  breach('PSA-OK-05', 'rich', before('BYE', '200 SEND')),
  breach('PSA-CAN-01', 'cancelled', before('sender>core CANCEL', 'core>sender 100 INVITE')),
  breach('PSA-CAN-02', 'crossed', without('BYE')),
  breach(
    'PSA-REL-01',
    'rich',
    text('BYE', (raw) => raw.replace(/^(To: .*tag=)/m, '$1x')),
  ),
  breach(
    'PSA-REL-02',
    'rich',
    text('BYE', (raw) => raw.replace('BYE sip:bob@', 'BYE sip:eve@')),
  ),
  breach('PSA-REL-03', 'rich', header('sender>core BYE', 'Route')),
  breach(
    'PSA-REL-06',
    'rich',
    withoutRecords(
      (record) =>
        record.type === 'state' &&
        record.machine === 'msrpSession' &&
        record.node === 'sender' &&
        record.to.startsWith('clos'),
    ),
  ),
  breach('PSA-UP-01a', 'rich', header('SEND', 'Content-Disposition')),
  breach('PSA-UP-01b', 'rich', header('SEND', 'Content-Disposition', 'render')),
  breach('PSA-UP-02', 'rich', header('SEND 2049', 'Content-Description', 'Something else')),
  breach('PSA-UP-03', 'rich', header('SEND', 'Success-Report', 'maybe')),
  breach('PSA-UP-04', 'rich', before('BYE', 'REPORT')),
  // The receiver.
  breach(
    'PRA-INV-01',
    'rich',
    body('INVITE', 'accept-types:message/cpim', 'accept-types:application/x-other'),
  ),
  breach(
    'PRA-INV-02',
    'busy',
    text('486 INVITE', (raw) => raw.replace('486 Busy Here', '699 No')),
  ),
  breach('PRA-INV-03', 'rich', isStore('session identity', 'bob')),
  breach('PRA-INV-04', 'rich', isStore('application reference', 'bob')),
  breach('PRA-INV-05', 'twoFiles', body('200 INVITE', 'm=message 0', 'm=message 8888')),
  breach('PRA-INV-06', 'rich', body('200 INVITE', /^a=file-selector.*\r\n/m, '')),
  breach('PRA-INV-06a', 'rich', body('200 INVITE', 'a=recvonly', 'a=inactive')),
  breach('PRA-INV-06b', 'rich', body('200 INVITE', 'a=max-size:100000', 'a=max-size:1000')),
  breach('PRA-INV-06c', 'early', header('200 INVITE', 'Accept-Contact')),
  breach(
    'PRA-INV-06d',
    'early',
    header('200 INVITE', 'Accept-Contact', '*;+g.oma.lcsi.sip-push;require=yes'),
  ),
  breach('PRA-INV-07', 'rich', (all) =>
    all.map((record) =>
      record.type === 'message.sent' && record.node === 'bob' && record.summary === '200 INVITE'
        ? { ...record, to: 'sender' }
        : record,
    ),
  ),
  breach('PRA-INV-08', 'rich', header('200 INVITE', 'Require')),
  breach('PRA-INV-09', 'rich', header('200 INVITE', 'Session-Expires')),
  breach('PRA-INV-10', 'rich', header('200 INVITE', 'Allow')),
  breach(
    'PRA-INV-11',
    'rich',
    withoutRecords(
      (record) =>
        record.type === 'state' &&
        record.machine === 'msrpSession' &&
        record.node === 'bob' &&
        record.from === '',
    ),
  ),
  breach(
    'PRA-REL-01',
    'rich',
    text('200 BYE', (raw) => raw.replace('200 OK', '500 No')),
  ),
  breach('PRA-REL-02', 'rich', (all) =>
    all.map((record) =>
      record.type === 'message.sent' && record.node === 'bob' && record.summary === '200 BYE'
        ? { ...record, to: 'sender' }
        : record,
    ),
  ),
  breach(
    'PRA-REL-03',
    'rich',
    withoutRecords(
      (record) =>
        record.type === 'state' &&
        record.machine === 'msrpSession' &&
        record.node === 'bob' &&
        record.to.startsWith('clos'),
    ),
  ),
  breach('PRA-UP-01', 'rich', without('REPORT')),
  breach('PRA-UP-01a', 'rich', header('REPORT', 'Byte-Range', '1-2048/4287')),
  breach(
    'PRA-UP-02',
    'rich',
    withoutRecords((record) => record.type === 'message.sent' && record.summary === '200 SEND'),
  ),
  // The core and the flow.
  breach(
    'UP-01',
    'rich',
    text('SEND', (raw) => raw.replace(/^To-Path: .*$/m, 'To-Path: msrp://192.0.2.9:9/other;tcp')),
  ),
  breach(
    'CORE-01',
    'rich',
    withoutRecords((record) => record.type === 'binding'),
  ),
  breach(
    'CORE-02',
    'rich',
    records('score', () => ({ outcome: 'dropped' })),
  ),
  breach(
    'UP-02',
    'requirements/q-12-recommended-media',
    text('SEND', (raw) => raw.replace('image/jpeg', 'image/tiff')),
  ),
  breach(
    'CORE-06',
    'requirements/trusted-push',
    added('core>bob INVITE', 'P-Asserted-Identity: <sip:service@example.com>'),
  ),
  breach('FLOW-06', 'agents/known-file', isStore('known file', 'bob')),
  breach('CORE-03', 'rich', without('core>bob ACK')),
  breach(
    'CORE-05',
    'core/asserted-identity',
    records('run', ({ parameters }) => ({
      parameters: JSON.parse(JSON.stringify(parameters).replaceAll(/"trusts":\[[^\]]*\]/g, '"trusts":[]')),
    })),
  ),
  breach('FLOW-01', 'figure-1', before('REPORT', '200 SEND')),
  breach('FLOW-02', 'rich', header('SEND 4097', 'Message-ID', 'another')),
  breach('FLOW-03', 'rich', header('SEND 4097', 'Byte-Range', '1-191/4287')),
  breach(
    'FLOW-04',
    'twoFiles',
    body('INVITE', /(file-transfer-id:)(\w+)([\s\S]*)file-transfer-id:\w+/, '$1$2$3file-transfer-id:$2'),
  ),
  breach(
    'FLOW-05',
    'icon-in-the-invite',
    text('INVITE', (raw) => raw.replace(/(Content-ID: <)./, '$1_')),
  ),
  breach('FLOW-07', 'rich', (all) =>
    all.filter((record) => !(record.type === 'message.received' && record.summary.startsWith('SEND 2049-'))),
  ),
  // What today's agents do not do by themselves.
  breach('PSA-REL-04', 'twoTaken', reInvite('sender>core ACK', [1])),
  breach('PSA-REL-05', 'twoTaken', reInvite('sender>core BYE', [0])),
  breach('PSA-UP-05', 'rich', (all) => firstRefused(before('200 SEND', 'SEND 4097')(all))),
  breach('PSA-UP-05a', 'early', firstRefused),
];
