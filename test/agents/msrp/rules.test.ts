// One endpoint and a peer that is the test: what is answered, reported and waited for, text by text.
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../agents/msrp/chunking.ts';
import { ALICE, BOB, bytesOf, octets, S, type Solo, sendText, solo, told } from './lab.ts';

const story = (it: Solo) => it.events.map(told);
const summaries = (it: Solo) => it.written.map(({ label }) => label.summary);
const okTo = (transactId: string, status = '200 OK') =>
  `MSRP ${transactId} ${status}\r\nTo-Path: ${BOB}\r\nFrom-Path: ${ALICE}\r\n-------${transactId}$\r\n`;
const reportOn = (messageId: string, status: string, range?: string) =>
  `MSRP rep0 REPORT\r\nTo-Path: ${BOB}\r\nFrom-Path: ${ALICE}\r\nMessage-ID: ${messageId}\r\n${range === undefined ? '' : `Byte-Range: ${range}\r\n`}Status: ${status}\r\n-------rep0$\r\n`;

/** Bob's endpoint as the active side, with one message of so many octets sent. */
function sender(size: number, more: object = {}, changes: object = {}) {
  const it = solo({ role: 'active', ...changes });
  // The body-less SEND that bound the connection is answered first.
  it.hear(okTo(it.written[0]!.label.transaction));
  const message = it.session.send({ content: contentOf(octets(size)), contentType: 'image/jpeg', ...more });
  return { it, message, transactions: () => it.written.slice(1).map(({ label }) => label.transaction) };
}

describe('answers', () => {
  it('200 goes to the leftmost URI alone, from our own, with the same transact-id', () => {
    const bob = solo();
    const relay = 'msrp://relay.example.com:9000/x;tcp';
    bob.hear(sendText('abcd', 'Hi', { 'From-Path': `${relay} ${ALICE}` }));
    expect(bob.written).toMatchObject([
      {
        text: `MSRP abcd 200 OK\r\nTo-Path: ${relay}\r\nFrom-Path: ${BOB}\r\n-------abcd$\r\n`,
        label: { name: 'solo.1/200 SEND/1.1', summary: '200 SEND', transaction: 'abcd', transmission: 0 },
      },
    ]);
  });

  it('a REPORT goes the full path back', () => {
    const bob = solo();
    const relay = 'msrp://relay.example.com:9000/x;tcp';
    bob.hear(sendText('abcd', 'Hi', { 'From-Path': `${relay} ${ALICE}`, 'Success-Report': 'yes' }));
    expect(bob.written[1]).toMatchObject({
      label: { name: 'solo.1/REPORT/1.1', summary: 'REPORT' },
      message: {
        method: 'REPORT',
        toPath: [relay, ALICE],
        fromPath: [BOB],
        headers: [
          { name: 'Message-ID', value: 'message-1' },
          { name: 'Byte-Range', value: '1-2/2' },
          { name: 'Status', value: '000 200 OK' },
        ],
        body: undefined,
      },
    });
  });

  const elsewhere = { 'To-Path': 'msrp://bob.example.com:8888/other;tcp' };
  it.each([
    ['a session that nobody knows', sendText('abcd', 'Hi', elsewhere), ['481 SEND']],
    [
      'but silent if Failure-Report is no',
      sendText('abcd', 'Hi', { ...elsewhere, 'Failure-Report': 'no' }),
      [],
    ],
    [
      'and not with partial',
      sendText('abcd', 'Hi', { ...elsewhere, 'Failure-Report': 'partial' }),
      ['481 SEND'],
    ],
    ['a To-Path of two', sendText('abcd', 'Hi', { 'To-Path': `${BOB} ${BOB}` }), ['481 SEND']],
    ['an unknown method', sendText('abcd', 'Hi').replace('SEND', 'NICKNAME'), ['481 NICKNAME']],
    [
      'the same on a bound session',
      `${sendText('abcd', 'Hi')}${sendText('abcd', 'Hi').replace('SEND', 'NICKNAME')}`,
      ['200 SEND', '501 NICKNAME'],
    ],
    ['a broken header', sendText('abcd', 'Hi', { 'Byte-Range': 'x' }), ['400 SEND']],
    ['without a way back', sendText('abcd', 'Hi', { 'From-Path': 'x' }), []],
    [
      'a REPORT on what was never sent',
      `${sendText('abcd', 'Hi')}${reportOn('none', '000 200 OK')}`,
      ['200 SEND'],
    ],
    ['a REPORT that is broken', reportOn('none', 'OK'), []],
    ['a REPORT before the session is bound', reportOn('none', '000 200 OK'), []],
    ['a body-less SEND', sendText('abcd', undefined, { 'Byte-Range': '1-0/0' }), ['200 SEND']],
    [
      'a body-less SEND that asks for a report',
      sendText('abcd', undefined, { 'Byte-Range': '1-0/0', 'Success-Report': 'yes' }),
      ['200 SEND', 'REPORT'],
    ],
    ['no Byte-Range at all', sendText('abcd', 'Hi'), ['200 SEND']],
    ['a response to nothing', okTo('abcd'), []],
  ])('%s', (_, text, expected) => {
    const bob = solo();
    bob.hear(text);
    expect(summaries(bob)).toEqual(expected);
    expect(bob.lost).toEqual([]);
  });

  it('506 where the session is bound to another connection, which it stays', () => {
    const bob = solo();
    bob.hear(sendText('abcd', 'Hi'));
    const other = bob.other('solo/connection 2');
    other.connection.received(bytesOf(sendText('efgh', 'Hi')));
    expect(other.written).toEqual([expect.stringContaining('MSRP efgh 506 ')]);
    expect([bob.connection.sessionCount, other.connection.sessionCount]).toEqual([1, 0]);
  });

  it('bytes that are no MSRP are told to whoever holds the stream', () => {
    const bob = solo();
    bob.hear(`${sendText('abcd', 'Hi')}GET / HTTP/1.1\r\n`);
    expect(summaries(bob)).toEqual(['200 SEND']);
    expect(bob.lost).toHaveLength(1);
  });
});

describe('chunks', () => {
  const chunk = (transactId: string, body: string, range: string, flag: string, more = {}) =>
    sendText(transactId, body, { 'Byte-Range': range, flag, ...more });
  const got = (bob: Solo) =>
    bob.events.flatMap((event) =>
      event.type === 'received' ? [new TextDecoder().decode(event.content)] : [],
    );

  it('of several messages, interleaved and out of order', () => {
    const bob = solo();
    bob.hear(chunk('aaaa', 'EFGH', '5-8/8', '$'));
    bob.hear(chunk('bbbb', 'one', '1-3/6', '+', { 'Message-ID': 'other' }));
    bob.hear(chunk('cccc', 'abcd', '1-4/8', '+'));
    bob.hear(chunk('dddd', 'two', '4-6/6', '$', { 'Message-ID': 'other' }));
    expect(got(bob)).toEqual(['abcdEFGH', 'onetwo']);
  });

  it('that are shorter than their range-end says count as what they are', () => {
    const bob = solo();
    bob.hear(chunk('aaaa', 'abc', '1-8/8', '+') + chunk('bbbb', 'defgh', '4-8/8', '$'));
    expect(got(bob)).toEqual(['abcdefgh']);
  });

  it('that are abandoned are answered 200 and discarded', () => {
    const bob = solo();
    bob.hear(chunk('aaaa', 'abc', '1-*/8', '#'));
    expect([summaries(bob), story(bob)]).toEqual([
      ['200 SEND'],
      ['receiving 1', 'chunk 1.1 1-3# 200', 'discarded 1 aborted', 'bound'],
    ]);
  });

  it('a Success-Report on one chunk asks for the whole message (the form of the change request)', () => {
    const bob = solo();
    bob.hear(
      chunk('aaaa', 'abc', '1-3/6', '+', { 'Success-Report': 'yes' }) + chunk('bbbb', 'def', '4-6/6', '$'),
    );
    expect(summaries(bob)).toEqual(['200 SEND', '200 SEND', 'REPORT']);
    expect(bob.written[2]!.text).toContain('Byte-Range: 1-6/6\r\n');
  });

  it('too many messages at a time: 413', () => {
    const bob = solo({ limits: { incomingMessages: 2 } });
    for (const name of ['one1', 'two2', 'three3'])
      bob.hear(chunk('aaaa', 'abc', '1-3/6', '+', { 'Message-ID': name }));
    expect(summaries(bob)).toEqual(['200 SEND', '200 SEND', '413 SEND']);
  });

  it('too much held of one message: 413, again for each further chunk', () => {
    const bob = solo({ limits: { heldBytes: 5 } });
    bob.hear(
      chunk('aaaa', 'abc', '1-3/9', '+') +
        chunk('bbbb', 'def', '4-6/9', '+') +
        chunk('cccc', 'ghi', '7-9/9', '$'),
    );
    expect(summaries(bob)).toEqual(['200 SEND', '413 SEND', '413 SEND']);
    expect(got(bob)).toEqual([]);
  });

  it('a long one that can be interrupted is refused before its end', () => {
    const bob = solo({ acceptTypes: ['text/plain'] });
    const long = chunk('aaaa', 'x'.repeat(100_000), '1-*/200000', '+', { 'Content-Type': 'a/b' });
    bob.hear(long.slice(0, 500));
    expect(summaries(bob)).toEqual(['415 SEND']);
    bob.hear(long.slice(500));
    expect(summaries(bob)).toEqual(['415 SEND']);
  });
});

describe('the 30 s timer', () => {
  it('runs from the last octet on; then the user is told', () => {
    const { it: bob, message } = sender(10);
    bob.pass(30 * S - 1);
    expect(message.outcome).toBe('pending');
    bob.pass(2);
    expect(story(bob).slice(-2)).toEqual(['timeout 2.1', 'failed 2 timeout']);
    expect(bob.session.state).toBe('active');
  });

  it.each(['no', 'partial'] as const)('not with Failure-Report: %s', (failureReport) => {
    const { it: bob, message } = sender(10, { failureReport });
    bob.pass(60 * S);
    expect(message.outcome).toBe('delivered');
    expect(story(bob)).not.toContain('timeout 2.1');
  });

  it('408 counts as the same', () => {
    const { it: bob, transactions } = sender(10);
    bob.hear(okTo(transactions()[0]!, '408'));
    expect(story(bob).slice(-3)).toEqual(['answered 2.1 408', 'timeout 2.1', 'failed 2 timeout']);
  });

  it('a response that is broken is none', () => {
    const { it: bob, message, transactions } = sender(10);
    bob.hear(okTo(transactions()[0]!).replace('From-Path', 'Form-Path'));
    expect(message.outcome).toBe('pending');
    bob.pass(31 * S);
    expect(message.outcome).toBe('failed');
  });

  it('a first SEND that nobody answers is a failed session', () => {
    const bob = solo({ role: 'active' });
    bob.pass(31 * S);
    expect(story(bob)).toEqual(['failed: the first SEND: timeout']);
  });
});

describe('REPORTs on what we sent', () => {
  it('that cover every octet, in any order, make it delivered', () => {
    const { it: bob, message, transactions } = sender(3000, { successReport: 'yes' });
    for (const transactId of transactions()) bob.hear(okTo(transactId));
    bob.hear(reportOn(message.messageId, '000 200 OK', '2000-3000/3000'));
    expect([message.outcome, message.reportedBytes, message.answeredBytes]).toEqual(['pending', 1001, 3000]);
    bob.hear(reportOn(message.messageId, '000 200', '1-1999/3000'));
    expect(message.outcome).toBe('delivered');
  });

  it('without a Byte-Range stands for all', () => {
    const { it: bob, message, transactions } = sender(3, { successReport: 'yes', failureReport: 'no' });
    expect(transactions()).toHaveLength(1);
    bob.hear(reportOn(message.messageId, '000 200 OK'));
    expect(message.outcome).toBe('delivered');
  });

  it('in another namespace, or on another message, say nothing', () => {
    const { it: bob, message } = sender(3, { successReport: 'yes', failureReport: 'no' });
    bob.hear(reportOn(message.messageId, '001 200 OK'));
    bob.hear(reportOn('unknown', '000 200 OK'));
    expect(message.outcome).toBe('pending');
    expect(summaries(bob)).toEqual(['SEND 1-0/0', 'SEND 1-3/3']);
  });

  it('413 stops the message, other failures the session', () => {
    const stopped = sender(6000, { window: 1 });
    stopped.it.hear(reportOn(stopped.message.messageId, '000 413 Stop', '1-2048/6000'));
    expect([stopped.message.outcome, stopped.it.session.state]).toEqual(['failed', 'active']);
    stopped.it.hear(okTo(stopped.transactions()[0]!));
    expect(stopped.transactions()).toHaveLength(1);
    const failed = sender(10);
    failed.it.hear(reportOn(failed.message.messageId, '000 408 Late', '1-10/10'));
    expect(failed.it.session.state).toBe('failed');
  });
});

describe('sending', () => {
  it('repeats Message-ID, Content-Type, reports and MIME fields in every chunk, in this order', () => {
    const headers = [{ name: 'Content-Disposition', value: 'attachment; filename="a.jpg"' }];
    const { it: bob, message } = sender(3000, { headers, successReport: 'yes', failureReport: 'partial' });
    const names = [
      'Message-ID',
      'Byte-Range',
      'Success-Report',
      'Failure-Report',
      'Content-Disposition',
      'Content-Type',
    ];
    for (const { message: sent } of bob.written.slice(1))
      expect(sent!.headers.map((header) => header.name)).toEqual(names);
    expect(message.messageId).toMatch(/^[a-z0-9]{16}$/);
    expect(bob.written[1]!.label.transaction).toMatch(/^[a-z0-9]{13}$/);
  });

  it('the form of the change request asks for the report on its first chunk alone', () => {
    const { it: bob } = sender(4385, { successReport: 'yes', chunking: 'change-request' });
    expect(summaries(bob).slice(1)).toEqual(['SEND 1-2048/4385', 'SEND 2049-4385/4385']);
    expect(bob.written.slice(1).map(({ text }) => text.includes('Success-Report: yes'))).toEqual([
      true,
      false,
    ]);
  });

  it('nothing while the stream buffers, but answers', () => {
    const bob = solo({ role: 'active' });
    bob.writable = false;
    bob.session.send({ content: contentOf(octets(5000)), contentType: 'a/b' });
    bob.hear(sendText('abcd', 'Hi'));
    expect(summaries(bob)).toEqual(['SEND 1-0/0', '200 SEND']);
    bob.writable = true;
    bob.connection.drained();
    expect(summaries(bob)).toHaveLength(5);
  });

  it('a body that holds the end-line gets another transact-id', () => {
    const first = sender(10).transactions()[0]!;
    const body = bytesOf(`x-------${first}$ and more`);
    const { it: bob, transactions } = sender(0, { content: contentOf(body) });
    expect(transactions()[0]).not.toBe(first);
    expect(bob.written[1]!.message).toMatchObject({ body });
  });

  it('a long one that holds it later on is interrupted before it', () => {
    const size = 60_000;
    const first = sender(size, { chunking: 'whole' }).transactions()[0]!;
    const content = octets(size);
    // Across the seam of two slices.
    content.set(bytesOf(`-------${first}$`), 2 * 16_384 - 9);
    const { it: bob, message } = sender(0, { content: contentOf(content), chunking: 'whole' });
    expect(summaries(bob).slice(1)).toEqual([
      'SEND 1-*/60000',
      'SEND-body 16385-32768',
      'SEND-end +',
      'SEND 32769-*/60000',
      'SEND-body 49153-60000',
    ]);
    expect(message.sentBytes).toBe(size);
  });

  it('a large message is read and written slice by slice', () => {
    const bob = solo();
    let [most, total] = [0, 0];
    const connection = bob.endpoint.connection({
      name: 'large',
      send(bytes) {
        most = Math.max(most, bytes.length);
        total += bytes.length;
      },
    });
    const options = {
      name: 'solo.2',
      role: 'active',
      localUri: 'msrp://bob.example.com:8888/large;tcp',
    } as const;
    const session = bob.endpoint.session({ ...options, remotePath: [ALICE], event: () => {} });
    const slice = new Uint8Array(16_384);
    const content = { sizeBytes: 2 ** 27, read: (_: number, length: number) => slice.subarray(0, length) };
    const message = session.send({ content, contentType: 'a/b', chunking: 'whole' });
    session.connected(connection);
    expect([message.sentBytes, most < 17_000, total - 2 ** 27 < 500]).toEqual([2 ** 27, true, true]);
  });

  it('to a session that is closed, fails at once', () => {
    const bob = solo({ role: 'active' });
    bob.session.drop('restart');
    expect(bob.session.send({}).outcome).toBe('failed');
    expect(story(bob)).toEqual(['failed: restart', 'failed 2 session']);
  });

  it('an address that cannot be reached is a failed session', () => {
    const bob = solo({ role: 'active' });
    const lone = bob.endpoint.session({
      name: 'solo.2',
      role: 'active',
      localUri: 'msrp://bob.example.com:8888/second;tcp',
      remotePath: [ALICE],
      event: (event) => bob.events.push(event),
    });
    lone.unreachable('refused');
    expect([lone.state, told(bob.events.at(-1)!)]).toEqual(['failed', 'failed: refused']);
  });
});
