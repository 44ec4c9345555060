// RFC 4975 §5.4: several sessions on one connection.
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../agents/msrp/chunking.ts';
import { ALICE, BOB, octets, type Solo, sendText, solo, told } from './lab.ts';

const story = (it: Solo) => it.events.map(told);
describe('several sessions on one connection', () => {
  it('take turns, chunk by chunk', () => {
    const bob = solo({ role: 'active' });
    const second = bob.endpoint.session({
      name: 'solo.2',
      role: 'active',
      localUri: 'msrp://bob.example.com:8888/second;tcp',
      remotePath: [ALICE],
      event: () => {},
    });
    second.connected(bob.connection);
    bob.writable = false;
    for (const session of [bob.session, second])
      session.send({ content: contentOf(octets(4096)), contentType: 'a/b' });
    bob.writable = true;
    bob.connection.drained();
    expect(bob.written.slice(2).map(({ label }) => label.name)).toEqual([
      'solo.1/SEND/2.1',
      'solo.2/SEND/2.1',
      'solo.1/SEND/2.2',
      'solo.2/SEND/2.2',
    ]);
  });

  it('two of the same URI are a defect of ours', () => {
    const bob = solo();
    const again = {
      name: 'again',
      role: 'passive',
      localUri: BOB,
      remotePath: [ALICE],
      event: () => {},
    } as const;
    expect(() => bob.endpoint.session(again)).toThrow('in use');
  });

  it('each gets what its To-Path says, and all fail with it', () => {
    const bob = solo();
    const second: string[] = [];
    const uri = 'msrp://bob.example.com:8888/second;tcp';
    const options = { name: 'solo.2', role: 'passive', localUri: uri, remotePath: [ALICE] } as const;
    bob.endpoint.session({ ...options, event: (event) => second.push(told(event)) });
    bob.hear(
      sendText('abcd', 'one') +
        sendText('efgh', 'two', { 'To-Path': uri.toUpperCase().replace('/SECOND', '/second') }),
    );
    expect(bob.connection.sessionCount).toBe(2);
    bob.connection.closed('reset');
    const expected = ['receiving 1', 'chunk 1.1 1-3$ 200', 'received 1', 'bound', 'failed: connection reset'];
    expect(story(bob)).toEqual(expected);
    // Another session's message with a Message-ID that was complete before is a duplicate (§5.4).
    expect(second).toEqual(['duplicate', 'bound', 'failed: connection reset']);
    expect(bob.endpoint.sessionCount).toBe(0);
  });
});
