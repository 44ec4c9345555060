import { breach, type Doctored } from './breach.ts';
import {
  added,
  again,
  before,
  body,
  header,
  later,
  records,
  text,
  told,
  without,
  withoutRecords,
} from './doctor.ts';

// Breaches of the RFCs' rules.

/** A request inside a dialog without its body. */
const bodilessWithin = (raw: string) =>
  /^To: .*;tag=/im.test(raw)
    ? raw
        .replace(/^Content-Type: .*\r\n/m, '')
        .replace(/^Content-Length: \d+/m, 'Content-Length: 0')
        .replace(/\r\n\r\n[\s\S]*/, '\r\n\r\n')
    : raw;

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

export const doctoredRules: readonly Doctored[] = [
  breach('RFC4028-8', 'core/two-minimums', (all) =>
    text('home>bob INVITE', (raw) => raw.replace(/^Record-Route: .*\r\n/m, ''))(all),
  ),
  breach(
    'RFC4028-8.1',
    'core/two-minimums',
    header('edge>home INVITE', 'Session-Expires', '3600;refresher=uas'),
  ),
  breach('RFC4028-8.1-least', 'core/two-minimums', header('edge>home INVITE', 'Min-SE', '1100')),
  breach('RFC4028-8.1-refusal', 'refusedByTheCore', (all) =>
    text('sender>core INVITE', (raw) => raw.replace('Session-Expires: 300', 'Session-Expires: 600'))(all),
  ),
  breach('RFC4028-8.2', 'core/two-minimums', (all) =>
    ['bob>home', 'home>edge', 'edge>sender'].reduce(
      (so, hop) => header(`${hop} 200 INVITE`, 'Session-Expires')(so),
      all,
    ),
  ),
  breach(
    'RFC4028-8.2-left',
    'core/two-minimums',
    header('edge>sender 200 INVITE', 'Session-Expires', '1201;refresher=uac'),
  ),
  breach('RFC4028-8.3', 'core/two-minimums', without('sender>edge BYE')),
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
    'RFC4975-5.4-again',
    'replaced',
    told('SEND', ({ key, raw }) =>
      key.includes(' again ') ? { raw: String(raw).replace(/^(Message-ID: .*).$/m, '$1+') } : {},
    ),
  ),
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
  breach('RFC5547-8.3.1', 'rich', body('INVITE', /(size:)\d+/, '$17')),
  breach(
    'RFC5547-8.8',
    'icon-in-the-invite',
    withoutRecords((record) => record.type === 'store' && record.what === 'icon'),
  ),
  breach('RFC3261-13.2.1', 'agents/three-files', text('INVITE', bodilessWithin)),
  breach('RFC6135-4.2.1', 'rich', body('INVITE', /^a=setup:.*\r\n/m, '')),
  breach('RFC6135-4.2.2', 'rich', body('INVITE', 'a=setup:actpass', 'a=setup:passive')),
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
