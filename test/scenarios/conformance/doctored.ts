import type { TraceRecord } from '../../../sim/trace/records.ts';
import {
  added,
  again,
  before,
  body,
  type Doctor,
  header,
  later,
  records,
  text,
  told,
  without,
  withoutRecords,
} from './doctor.ts';
import type { StoryName } from './stories.ts';

/** A breach made by hand: the requirement it is of, and the run it is made in. */
export interface Doctored {
  readonly id: string;
  readonly story: StoryName;
  readonly doctor: Doctor;
}

const breach = (id: string, story: StoryName, doctor: Doctor): Doctored => ({ id, story, doctor });
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

/** The offer that began the session, or the answer to it. */
function first(raw: string): boolean {
  return /^CSeq: 1 /m.test(raw);
}

/** A later description has lost its last m= line. */
function withoutLastLine(raw: string): string {
  const at = raw.lastIndexOf('m=message');
  if (first(raw) || at < 0) return raw;
  const start = raw.indexOf('\r\n\r\n') + 4;
  return raw.slice(0, at).replace(/^(Content-Length: )\d+/im, `$1${at - start}`);
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

export const doctored: readonly Doctored[] = [
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
  // SIP.
  breach('RFC3261-7.3.1', 'rich', header('REGISTER', 'From', 'Bob <sip:bob@')),
  breach('RFC3261-8.1.1', 'rich', header('sender>core BYE', 'Max-Forwards')),
  breach('RFC3261-12.1.1', 'rich', header('bob>core 200 INVITE', 'Contact')),
  breach('RFC3261-12.2.1.1', 'rich', header('sender>core ACK', 'Route')),
  breach('RFC3261-17.2.1', 'silent-receiver', without('core>sender 100 INVITE')),
  breach('RFC3261-17.2.1-refusal', 'lostAck', later('core>sender 486 INVITE', 1, 1)),
  breach('RFC3261-18.1.1-size', 'icon-in-the-invite', (all) =>
    told('sender>core INVITE', () => ({ transport: 'udp' }))(all),
  ),
  breach(
    'RFC6026-7.1',
    'rich',
    again('bob>core 200 INVITE', ({ raw }) => ({
      summary: '180 INVITE',
      raw: String(raw).replace('200 OK', '180 Ringing'),
    })),
  ),
  breach('RFC6026-7.3', 'rich', (all) =>
    text('bob>core 200 BYE', (raw) => raw.replace(/^(Via: .*branch=z9hG4bK)/m, '$1x'))(all),
  ),
  breach(
    'RFC3264-4',
    'agents/glare',
    withoutRecords(
      (record) =>
        record.type === 'message.sent' && record.node === 'sender' && record.summary === '491 INVITE',
    ),
  ),
  breach(
    'RFC3264-6',
    'agents/three-files',
    text('200 INVITE', (raw) => (first(raw) ? raw : raw.replaceAll('a=recvonly', 'a=sendonly'))),
  ),
  breach('RFC3264-8-lines', 'agents/three-files', (all) =>
    ['INVITE', '200 INVITE'].reduce((trace, name) => text(name, withoutLastLine)(trace), all),
  ),
  breach(
    'RFC3841-7.2.4-drop',
    'requirements/only-who-says-so',
    records('score', ({ outcome }) => ({ outcome: outcome === 'dropped' ? 'kept' : outcome })),
  ),
  breach('RFC4028-7.4', 'agents/interval-too-small', header('422 INVITE', 'Min-SE')),
  breach('RFC4028-10', 'agents/session-expires', without('bob>core BYE')),
  breach('RFC4028-10-refresh', 'agents/refresh-by-update', (all) =>
    without('200 UPDATE')(without('UPDATE')(all)),
  ),
  breach('RFC4975-5.4', 'rich', before('REPORT', 'SEND 1')),
  breach(
    'RFC4975-7.1.1-star',
    'figure-1',
    text('SEND 2049', (raw) => raw.replace(/(Byte-Range: 2049-)\*\/(\d+)/, '$1$2/$2')),
  ),
  breach('RFC4975-7.1.2-report', 'rich', added('REPORT', 'Success-Report: yes')),
  breach(
    'RFC4975-8.6',
    'requirements/q-12-recommended-media',
    text('SEND', (raw) => raw.replace('image/jpeg', 'image/tiff')),
  ),
  breach('RFC5547-6', 'rich', body('INVITE', /(hash:sha-1:)..:../i, '$100:00')),
  breach(
    'RFC5547-8.1',
    'twoFiles',
    body('INVITE', /(file-transfer-id:)(\w+)([\s\S]*)file-transfer-id:\w+/, '$1$2$3file-transfer-id:$2'),
  ),
  breach('RFC5547-8.3', 'rich', body('200 INVITE', /^a=file-transfer-id.*\r\n/m, 'a=file-transfer-id:x\r\n')),
  breach('RFC3261-8.1.1.5', 'rich', header('BYE', 'CSeq', '2 INFO')),
  breach(
    'RFC3261-8.1.1.7',
    'rich',
    text('REGISTER', (raw) => raw.replace('z9hG4bK', 'b')),
  ),
  breach(
    'RFC3261-8.2.6.2',
    'rich',
    text('200 REGISTER', (raw) => raw.replace(/^(To: .*);tag=.*$/m, '$1')),
  ),
  breach(
    'RFC3261-9.1',
    'cancelled',
    text('sender>core CANCEL', (raw) => raw.replace('CANCEL sip:bob@', 'CANCEL sip:eve@')),
  ),
  breach('RFC3261-13.2.2.4', 'rich', without('sender>core ACK')),
  breach('RFC3261-13.3.1.4', 'lost-200-ok', later('bob>core 200 INVITE', 1, 1)),
  breach(
    'RFC3261-14.1',
    'rich',
    again('sender>core INVITE', ({ raw }) => ({
      raw: String(raw).replace('CSeq: 1', 'CSeq: 2').replace('z9hG4bK', 'z9hG4bK2'),
    })),
  ),
  breach('RFC3261-15.1.1', 'rich', before('BYE', 'SEND 4097')),
  breach('RFC3261-16.6-3', 'rich', header('core>bob BYE', 'Max-Forwards', '70')),
  breach('RFC3261-16.6-4', 'rich', header('core>bob INVITE', 'Record-Route')),
  breach(
    'RFC3261-16.6-8',
    'rich',
    text('core>bob BYE', (raw) => raw.replace(/^Via: .*\r\n/m, '')),
  ),
  breach('RFC3261-16.6-body', 'rich', body('core>bob INVITE', 's=-', 's=x')),
  breach(
    'RFC3261-16.7-3',
    'rich',
    added('core>sender 200 BYE', 'Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKx'),
  ),
  breach('RFC3261-16.7-5', 'core/edge-and-home', (all) => {
    const came = all.find(
      (record) =>
        record.type === 'message.received' &&
        record.summary === '100 INVITE' &&
        record.from !== 'core' &&
        record.node !== 'sender',
    );
    return all.map((record) =>
      came !== undefined &&
      record.type === 'message.sent' &&
      record.summary === '100 INVITE' &&
      record.to === 'sender'
        ? { ...record, cause: came.seq }
        : record,
    );
  }),
  breach(
    'RFC3261-17.1.1.2',
    'silent-receiver',
    withoutRecords(
      (record) => record.type === 'message.sent' && record.summary === 'INVITE' && record.transmission === 3,
    ),
  ),
  breach('RFC3261-17.1.1.3', 'busy', without('sender>core ACK')),
  breach('RFC3261-17.1.2.2', 'lostBye', later('sender>core BYE', 1, 1)),
  breach(
    'RFC3261-18.1.1',
    'tcp',
    again('sender>core BYE', ({ seq }) => ({ transmission: 1, cause: seq })),
  ),
  breach('RFC3261-20.14', 'rich', header('REGISTER', 'Content-Length', '7')),
  breach(
    'RFC3264-8',
    'rich',
    again('sender>core INVITE', ({ raw }) => ({
      raw: String(raw)
        .replace('CSeq: 1', 'CSeq: 2')
        .replace('z9hG4bK', 'z9hG4bK2')
        .replace(/^(o=\S+ )./m, '$19'),
    })),
  ),
  breach(
    'RFC3841-7.2.4',
    'rich',
    records('score', () => ({ score: '1/3' })),
  ),
  breach('RFC4028-9', 'rich', header('200 INVITE', 'Session-Expires', '3600;refresher=uac')),
  // What today's agents do not do by themselves.
  breach('PSA-REL-04', 'twoTaken', reInvite('sender>core ACK', [1])),
  breach('PSA-REL-05', 'twoTaken', reInvite('sender>core BYE', [0])),
  breach('PSA-UP-05', 'rich', (all) => firstRefused(before('200 SEND', 'SEND 4097')(all))),
  breach('PSA-UP-05a', 'early', firstRefused),
  // MSRP.
  breach('RFC4975-7.1', 'rich', (all) => {
    const own = told('SEND', () => ({ transaction: 'same1234' }))(all);
    return text('SEND', (raw) =>
      raw.replace(/^MSRP \S+ /, 'MSRP same1234 ').replace(/-------\w+([$+])\r\n$/, '-------same1234$1\r\n'),
    )(own);
  }),
  breach('RFC4975-7.1.1-id', 'messages', header('SEND', 'Message-ID', 'same')),
  breach('RFC4975-7.1.1-range', 'rich', header('SEND 2049', 'Byte-Range', '2050-4097/4287')),
  breach('RFC4975-7.1.1-reports', 'rich', header('SEND 4097', 'Success-Report', 'no')),
  breach(
    'RFC4975-7.1.2',
    'rich',
    again('bob>sender REPORT', ({ raw, transaction }) => {
      const [, to = '', from = ''] = /To-Path: (\S+)\r\nFrom-Path: (\S+)/.exec(String(raw)) ?? [];
      const answer = `MSRP ${transaction} 200 OK\r\nTo-Path: ${from}\r\nFrom-Path: ${to}\r\n-------${transaction}$\r\n`;
      return {
        type: 'message.sent',
        node: 'sender',
        from: 'sender',
        to: 'bob',
        summary: '200 REPORT',
        raw: answer,
      };
    }),
  ),
  breach('RFC4975-7.1.3', 'rich', header('SEND', 'Success-Report', 'no')),
  breach(
    'RFC4975-7.2',
    'rich',
    text('200 SEND', (raw) => raw.replace(/^To-Path: .*$/m, 'To-Path: msrp://192.0.2.9:9/other;tcp')),
  ),
];
