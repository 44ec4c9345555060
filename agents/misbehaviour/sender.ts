// What a push sender can be told to do wrong: in SIP and SDP, and here in MSRP, against 6.5.3.3 and RFC 4975.
import { headerValue, type MsrpMessage, type MsrpRequest, type MsrpResponse } from '../msrp/message.ts';
import {
  believing,
  field,
  heard,
  laterChunk,
  msrpRequests,
  msrpResponses,
  otherwise,
  said,
  transactId,
  unclosable,
  unsaid,
} from './media.ts';
import type { Switch } from './misbehaviour.ts';
import { senderSignalling } from './sender-signalling.ts';

const send = msrpRequests('SEND');
const report = msrpRequests('REPORT');

const senderMedia = {
  'never-sends': { does: 'It sends nothing over MSRP.', msrp: unsaid(send) },
  'closes-before-the-answer': {
    does: 'It closes as soon as it has sent the last chunk, without waiting for its 200.',
    msrp: believing((event) => (event.type === 'sent' ? [{ ...event, type: 'delivered' }] : [])),
  },
  'closes-under-way': {
    does: 'It closes as soon as the first chunk is answered, and goes on sending.',
    msrp: believing((event) =>
      event.type === 'answered' && event.chunk === 1
        ? [
            { type: 'sent', message: event.message },
            { type: 'delivered', message: event.message },
          ]
        : [],
    ),
  },
  'keeps-media': {
    does: 'It does not release its MSRP sessions.',
    msrp: { used: unclosable },
  },
  'no-disposition': {
    does: 'Its SEND has no Content-Disposition.',
    msrp: said(
      send,
      field('Content-Disposition', () => undefined),
    ),
  },
  'always-render': {
    does: 'Content-Disposition of its SEND is render, also of an attachment.',
    msrp: said(
      send,
      field('Content-Disposition', (value) => value.replace(/^[^;]*/, 'render')),
    ),
  },
  'goes-on-after-failure': {
    does: 'It takes every MSRP response for a 200, and goes on.',
    msrp: heard(msrpResponses(413), (response): MsrpMessage => ({ ...response, status: 200 })),
  },
  'never-reports': {
    does: 'It reports no failure, also where the change request asks for it.',
    msrp: unsaid(report),
  },
  'adds-a-message': {
    does: 'A further message goes with the file over its m= line.',
    msrp: {
      leaving: (message) =>
        send(message) && message.flag === '$' ? [furtherTo(message), message] : [message],
    },
  },
  'loses-a-chunk': {
    does: 'Its second chunk never leaves, and it takes all for delivered.',
    msrp: {
      leaving: (message) => (rangeOf(message).startsWith('2049-') ? [] : [message]),
      ...believing((event) => (event.type === 'sent' ? [{ ...event, type: 'delivered' }] : [])),
    },
  },
  'other-type': {
    does: 'Content-Type of its SEND is none that the receiver named.',
    msrp: said(
      send,
      field('Content-Type', () => 'application/x-unheard-of'),
    ),
  },
  'other-octets': {
    does: 'The last octet of what it sends is another than that of the file.',
    msrp: said(send, (message) =>
      message.flag === '$' ? { ...message, body: altered(message.body) } : message,
    ),
  },
  'numbers-long-chunks': {
    does: 'A chunk of more than 2048 octets has a number for its range-end.',
    msrp: said(
      send,
      field('Byte-Range', (range) => range.replace(/\*\/(\d+)/, '$1/$1')),
    ),
  },
  'foreign-path': {
    does: 'From-Path of its SEND is not the path of its offer.',
    msrp: said(send, (request) => ({
      ...request,
      fromPath: request.fromPath.map((uri) => uri.replace(/\/[^/;]*;/, '/not-in-the-offer;')),
    })),
  },
  'one-message-id': {
    does: 'All its messages have one Message-ID.',
    msrp: said(
      send,
      field('Message-ID', () => 'always1the2same'),
    ),
  },
  'new-message-ids': {
    does: 'What it sends again, over a session that replaces a broken one, has another Message-ID.',
    msrp: {
      used: (session) =>
        otherwise(session, { send: ({ messageId: _, ...message }) => session.send(message) }),
    },
  },
  'broken-range': {
    does: 'Byte-Range of its SEND is none.',
    msrp: said(
      send,
      field('Byte-Range', () => 'from first to last'),
    ),
  },
  'asks-for-a-nickname': {
    does: 'NICKNAME, a method that MSRP by itself does not know, follows the first chunk of each message.',
    msrp: {
      leaving: (message) =>
        send(message) && !laterChunk(message) ? [message, nicknameBeside(message)] : [message],
    },
  },
  'begins-with-a-nickname': {
    does: 'Its session begins with a NICKNAME where a SEND is due.',
    msrp: {
      leaving: (message) =>
        send(message) && !laterChunk(message) ? [nicknameBeside(message), message] : [message],
    },
  },
  'two-connections': {
    does: 'The later chunks of a message go by a second connection.',
    msrp: { apart: laterChunk },
  },
  'gap-in-ranges': {
    does: 'Byte-Range of its second chunk begins one octet too late.',
    msrp: said(
      send,
      field('Byte-Range', (range) => range.replace('2049-4096', '2050-4097')),
    ),
  },
  'asks-once': {
    does: 'Only the first chunk asks for a success report.',
    msrp: said(
      laterChunk,
      field('Success-Report', () => undefined),
    ),
  },
  'one-transact-id': {
    does: 'All its SENDs have one transact-id.',
    msrp: said(send, transactId('always1the2same')),
  },
  'answers-reports': {
    does: 'It answers each REPORT by 200.',
    msrp: {
      answering: (message) => (report(message) ? [answerTo(message)] : []),
    },
  },
} as const satisfies Readonly<Record<string, Switch>>;

function rangeOf(message: MsrpMessage): string {
  return send(message) ? (headerValue(message, 'Byte-Range') ?? '') : '';
}

function furtherTo(message: MsrpRequest): MsrpRequest {
  const body = new TextEncoder().encode('And another thing');
  const renamed = field('Message-ID', (id) => `and-${id}`.slice(0, 32))(message);
  const ranged = field('Byte-Range', () => `1-${body.length}/${body.length}`)(renamed);
  return { ...ranged, transactId: `and${message.transactId}`, body };
}

/** RFC 7701 §5.1: a chat room's request. */
function nicknameBeside({ transactId: id, toPath, fromPath }: MsrpRequest): MsrpRequest {
  const headers = [{ name: 'Use-Nickname', value: '"Push"' }];
  return {
    kind: 'request',
    transactId: `nick${id}`,
    method: 'NICKNAME',
    toPath,
    fromPath,
    headers,
    body: undefined,
    flag: '$',
  };
}

function altered(body: Uint8Array | undefined): Uint8Array | undefined {
  return body?.with(body.length - 1, (body.at(-1) ?? 0) ^ 1);
}

function answerTo({ transactId: id, toPath, fromPath }: MsrpMessage): MsrpResponse {
  return {
    kind: 'response',
    transactId: id,
    status: 200,
    comment: 'OK',
    toPath: fromPath.slice(0, 1),
    fromPath: toPath,
    headers: [],
    flag: '$',
  };
}

export const senderSwitches = { ...senderSignalling, ...senderMedia };

export type SenderSwitch = keyof typeof senderSwitches;
