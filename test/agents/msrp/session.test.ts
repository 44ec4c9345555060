// Two endpoints over the lab's own network: the stories of RFC 4975.
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../agents/msrp/chunking.ts';
import { join } from '../../../agents/msrp/format.ts';
import type { MsrpSend } from '../../../agents/msrp/types.ts';
import { MS, octets, pair, S, type Side, told } from './lab.ts';

const story = (side: Side) => side.events.map(told);
const file = (size: number, more: Partial<MsrpSend> = {}): MsrpSend => ({
  content: contentOf(octets(size)),
  contentType: 'image/jpeg',
  ...more,
});

/** What the receiver kept of its complete messages. */
const received = (side: Side) =>
  side.events.flatMap((event) => (event.type === 'received' ? [event.content] : []));

describe('a message from Alice to Bob', () => {
  it('goes as the figure of the change request has it', () => {
    const lab = pair();
    lab.alice.session.send(file(4385, { successReport: 'yes', chunking: 'first then rest' }));
    lab.run(S);
    expect(lab.ladder()).toEqual(
      [
        '40 alice SEND 1-2048/4385',
        '40 alice SEND 2049-*/4385',
        '60 bob 200 SEND',
        '61 bob 200 SEND',
        '61 bob REPORT',
      ].map((line) => expect.stringMatching(new RegExp(line.replace(/^\d+/, '\\d+').replaceAll('*', '\\*')))),
    );
    expect(story(lab.alice)).toEqual([
      'sent 1',
      'bound',
      'answered 1.1 200',
      'answered 1.2 200',
      'reported 1 200 1-4385',
      'delivered 1',
    ]);
    expect(story(lab.bob)).toEqual([
      'receiving 1',
      'chunk 1.1 1-2048+ 200',
      'bound',
      'chunk 1.2 2049-4385$ 200',
      'reporting 1 200',
      'received 1',
    ]);
    expect(received(lab.bob)).toEqual([octets(4385)]);
  });

  it('has names that chance and fault rules know it by', () => {
    const lab = pair();
    lab.alice.session.send(file(3000, { successReport: 'yes' }));
    lab.run(S);
    const names = lab.records.flatMap((record) => (record.type === 'message.sent' ? [record.key] : []));
    expect(names).toEqual([
      'alice>bob/alice.1/SEND/1.1/0',
      'alice>bob/alice.1/SEND/1.2/0',
      'bob>alice/bob.1/200 SEND/1.1/0',
      'bob>alice/bob.1/200 SEND/1.2/0',
      'bob>alice/bob.1/REPORT/1.1/0',
    ]);
    const ids = lab.records.flatMap((record) => (record.type === 'message.sent' ? [record.transaction] : []));
    expect(ids.slice(0, 2)).toEqual(ids.slice(2, 4));
  });

  it('without one to send, a body-less SEND binds the connection', () => {
    const lab = pair();
    lab.run(S);
    expect(lab.ladder().map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'alice SEND 1-0/0',
      'bob 200 SEND',
    ]);
    expect([story(lab.alice), story(lab.bob)]).toEqual([['bound'], ['bound']]);
    expect([lab.alice.session.state, lab.bob.session.state]).toEqual(['active', 'active']);
  });

  it('once bound, Bob may send too', () => {
    const lab = pair();
    lab.bob.session.send(file(10));
    lab.run(S);
    expect(story(lab.bob)).toEqual(['bound', 'sent 1', 'answered 1.1 200', 'delivered 1']);
    expect(received(lab.alice)).toEqual([octets(10)]);
  });

  it('of nothing is complete too', () => {
    const lab = pair();
    lab.alice.session.send(file(0, { successReport: 'yes' }));
    lab.run(S);
    expect(story(lab.alice).at(-1)).toBe('delivered 1');
    expect(received(lab.bob)).toEqual([new Uint8Array(0)]);
  });

  it.each(['pieces', 'whole', 'first then rest', 'change-request'] as const)(
    '%s: arrives as it left',
    (chunking) => {
      const lab = pair({ link: { rate: 1_000_000 } as never });
      lab.alice.session.send(file(50_000, { chunking, successReport: 'yes' }));
      lab.run(20 * S);
      expect(received(lab.bob)).toEqual([octets(50_000)]);
      expect(story(lab.alice).at(-1)).toBe('delivered 1');
    },
  );

  it('streamed, Bob gets every octet in order and none at the end', () => {
    const lab = pair({ bob: { content: 'stream' } });
    lab.alice.session.send(file(100_000, { chunking: 'whole' }));
    lab.run(20 * S);
    const pieces = lab.bob.events.flatMap((event) => (event.type === 'content' ? [event.bytes] : []));
    expect(join(pieces)).toEqual(octets(100_000));
    expect(received(lab.bob)).toEqual([undefined]);
  });

  it('several at a time: one after the other, or side by side', () => {
    const ranges = (alongside: boolean) => {
      const lab = pair();
      lab.alice.session.send(file(4096));
      lab.alice.session.send(file(4096, { alongside }));
      lab.run(S);
      expect(received(lab.bob)).toHaveLength(2);
      return lab.records.flatMap((record) =>
        record.type === 'message.sent' && record.from === 'alice' ? [record.key.slice(18, -2)] : [],
      );
    };
    expect(ranges(false)).toEqual(['SEND/1.1', 'SEND/1.2', 'SEND/2.1', 'SEND/2.2']);
    expect(ranges(true)).toEqual(['SEND/1.1', 'SEND/2.1', 'SEND/1.2', 'SEND/2.2']);
  });

  it('with a window of one chunk waits for each 200', () => {
    const lab = pair();
    lab.alice.session.send(file(6000, { window: 1 }));
    lab.run(S);
    expect(lab.ladder().map((line) => line.split(' ')[1])).toEqual([
      'alice',
      'bob',
      'alice',
      'bob',
      'alice',
      'bob',
    ]);
    expect(story(lab.alice).at(-1)).toBe('delivered 1');
  });

  it('reported chunk by chunk', () => {
    const lab = pair({ bob: { reports: 'chunk' } });
    lab.alice.session.send(file(4096, { successReport: 'yes' }));
    lab.run(S);
    expect(story(lab.alice).filter((line) => !line.startsWith('answered'))).toEqual([
      'sent 1',
      'bound',
      'reported 1 200 1-2048',
      'reported 1 200 2049-4096',
      'delivered 1',
    ]);
  });
});

describe('Failure-Report', () => {
  it.each(['no', 'partial'] as const)(
    '%s: nothing is answered, and what was sent is done',
    (failureReport) => {
      const lab = pair();
      lab.alice.session.send(file(3000, { failureReport }));
      lab.run(60 * S);
      expect(lab.ladder().every((line) => line.includes('alice'))).toBe(true);
      expect(story(lab.alice)).toEqual(['sent 1', 'bound', 'delivered 1']);
      expect(received(lab.bob)).toHaveLength(1);
    },
  );

  it('no, with Success-Report: the REPORT alone comes back', () => {
    const lab = pair();
    lab.alice.session.send(file(3000, { failureReport: 'no', successReport: 'yes' }));
    lab.run(S);
    expect(
      lab
        .ladder()
        .filter((line) => line.includes('bob'))
        .map((line) => line.split(' ')[2]),
    ).toEqual(['REPORT']);
    expect(story(lab.alice).at(-1)).toBe('delivered 1');
  });

  it('partial: errors are answered', () => {
    const lab = pair({ bob: { acceptTypes: ['text/*'] } });
    lab.alice.session.send(file(10, { failureReport: 'partial' }));
    lab.run(S);
    expect(story(lab.alice)).toEqual(expect.arrayContaining(['answered 1.1 415']));
  });
});

describe('what Bob does not want', () => {
  it('a type: 415, and Alice sends no more of it', () => {
    const lab = pair({ bob: { acceptTypes: ['message/cpim', 'text/*'] } });
    lab.alice.session.send(file(10));
    lab.alice.session.send(file(10, { contentType: 'text/PLAIN; charset=utf-8' }));
    lab.at(S, () => lab.alice.session.send(file(10, { contentType: 'Image/JPEG' })));
    lab.run(2 * S);
    expect(story(lab.alice).filter((line) => !line.startsWith('sent'))).toEqual([
      'bound',
      'answered 1.1 415',
      'failed 1 415',
      'answered 2.1 200',
      'delivered 2',
      'failed 3 415',
    ]);
    expect(story(lab.bob)).toContain('discarded 1 refused');
  });

  it('a message that says it is longer than max-size: 413, and the rest stays away', () => {
    const lab = pair({ bob: { maxBytes: 5000 } });
    lab.alice.session.send(file(20_000, { window: 1 }));
    lab.run(S);
    expect(story(lab.alice)).toEqual(['bound', 'answered 1.1 413', 'failed 1 413']);
    expect(lab.ladder()).toHaveLength(2);
  });

  it('a message that the agent refuses in the middle of a long chunk: Alice ends it with #', () => {
    const lab = pair({ bob: { content: 'stream' }, link: { rate: 2_000_000 } as never });
    lab.alice.session.send(file(1_000_000, { chunking: 'whole' }));
    lab.at(S, () => {
      const first = lab.bob.events.find((event) => event.type === 'receiving');
      if (first?.type === 'receiving') lab.bob.session.refuse(first.incoming);
    });
    lab.run(20 * S);
    expect(story(lab.bob)).toContain('discarded 1 refused');
    expect(lab.ladder().map((line) => line.split(' ').slice(1).join(' '))).toEqual(
      expect.arrayContaining(['bob 413 SEND', 'alice SEND-end #']),
    );
    expect(story(lab.alice).slice(-2)).toEqual(['answered 1.1 413', 'failed 1 413']);
    expect([lab.alice.session.state, lab.bob.session.state]).toEqual(['active', 'active']);
  });

  it('by its own judgement', () => {
    const lab = pair({ bob: { judge: ({ totalBytes }) => (totalBytes === 10 ? 403 : 200) } });
    lab.alice.session.send(file(10));
    lab.alice.session.send(file(11));
    lab.run(S);
    expect(story(lab.alice)).toEqual(expect.arrayContaining(['failed 1 403', 'delivered 2']));
  });

  it('after the fact: a failure REPORT, and the session has failed for Alice', () => {
    const lab = pair({
      bob: {
        reports: 'manual',
        event: (event) =>
          event.type === 'received' && lab.bob.session.reject(event.incoming, 400, 'Hash differs'),
      },
    });
    lab.alice.session.send(file(10, { successReport: 'yes' }));
    lab.run(S);
    expect(story(lab.alice).slice(-3)).toEqual(['reported 1 400 1-10', 'failed 1 400', 'failed: REPORT 400']);
  });

  it('or does, at its own time', () => {
    const lab = pair({ bob: { reports: 'manual' } });
    lab.alice.session.send(file(10, { successReport: 'yes' }));
    lab.at(S, () => {
      const done = lab.bob.events.find((event) => event.type === 'received');
      if (done?.type === 'received') lab.bob.session.confirm(done.incoming);
    });
    lab.run(2 * S);
    expect(story(lab.alice).at(-1)).toBe('delivered 1');
  });
});

describe('abandoning', () => {
  it('a long chunk under way ends with #', () => {
    const lab = pair({ link: { rate: 2_000_000 } as never });
    const message = lab.alice.session.send(file(1_000_000, { chunking: 'whole' }));
    lab.at(S, () => lab.alice.session.abort(message));
    lab.run(20 * S);
    expect(story(lab.bob).slice(-2)).toEqual([
      expect.stringMatching(/^chunk 1\.1 1-\d+# 200$/),
      'discarded 1 aborted',
    ]);
    expect(story(lab.alice)).toEqual(expect.arrayContaining(['aborted 1', 'answered 1.1 200']));
    expect(message.outcome).toBe('aborted');
  });

  it('between chunks, a last empty one says so', () => {
    const lab = pair();
    const message = lab.alice.session.send(file(6000, { window: 1 }));
    lab.at(70 * MS, () => lab.alice.session.abort(message));
    lab.run(S);
    expect(story(lab.bob)).toEqual(
      expect.arrayContaining(['chunk 1.2 2049-2048# 200', 'discarded 1 aborted']),
    );
  });
});

describe('long chunks are interrupted', () => {
  it('for a REPORT, and go on where they were', () => {
    const lab = pair({ link: { rate: 8_000_000 } as never });
    lab.alice.session.send(file(200_000, { chunking: 'whole' }));
    lab.at(150 * MS, () => lab.bob.session.send(file(10, { successReport: 'yes' })));
    lab.run(20 * S);
    const lines = lab
      .ladder()
      .filter((line) => line.includes('alice'))
      .map((line) => line.split(' ').slice(2).join(' '));
    const cut = lines.indexOf('SEND-end +');
    expect(lines[0]).toBe('SEND 1-*/200000');
    expect(lines.slice(cut + 1, cut + 3)).toEqual(['200 SEND', 'REPORT']);
    expect(lines[cut + 3]).toMatch(/^SEND \d+-\*\/200000$/);
    expect(received(lab.bob)).toEqual([octets(200_000)]);
    expect(story(lab.bob)).toContain('delivered 1');
  });

  it('for another message, in turn', () => {
    const lab = pair({ link: { rate: 8_000_000 } as never });
    lab.alice.session.send(file(100_000, { chunking: 'whole' }));
    lab.at(90 * MS, () => lab.alice.session.send(file(10, { alongside: true })));
    lab.run(20 * S);
    expect(story(lab.alice).indexOf('delivered 2')).toBeLessThan(story(lab.alice).indexOf('delivered 1'));
    expect(received(lab.bob)).toEqual([octets(10), octets(100_000)]);
  });
});

describe('the end of a session', () => {
  it('by the signalling: outstanding responses are awaited, then it is closed', () => {
    const lab = pair();
    lab.alice.session.send(file(10));
    lab.at(45 * MS, () => lab.alice.session.close());
    lab.run(S);
    expect(story(lab.alice)).toEqual(['sent 1', 'answered 1.1 200', 'delivered 1', 'closed: closed']);
    expect([
      lab.alice.session.state,
      lab.alice.endpoint.sessionCount,
      lab.alice.connections[0]!.sessionCount,
    ]).toEqual(['closed', 0, 0]);
  });

  const sends = ({ records }: ReturnType<typeof pair>) =>
    records.flatMap((record) =>
      record.type === 'message.sent' && record.summary.startsWith('SEND') ? [record.at] : [],
    );

  it('what is not sent yet is abandoned, and nothing more is begun, not even to say so', () => {
    const lab = pair();
    lab.alice.session.send(file(6000, { window: 1 }));
    lab.at(50 * MS, () => lab.alice.session.close());
    lab.run(S);
    expect(story(lab.alice)).toEqual(expect.arrayContaining(['aborted 1', 'closed: closed']));
    expect(sends(lab).filter((at) => at >= 50 * MS)).toEqual([]);
  });

  it('by a lost connection: it and its messages have failed', () => {
    const lab = pair();
    lab.alice.session.send(file(6000, { window: 1 }));
    lab.at(70 * MS, () => lab.alice.streams[0]!.reset());
    lab.run(S);
    expect(story(lab.alice).slice(-2)).toEqual(['failed 1 session', 'failed: connection reset']);
    expect(story(lab.bob).slice(-2)).toEqual(['discarded 1 session', 'failed: connection reset']);
    expect(lab.alice.session.send(file(1)).outcome).toBe('failed');
  });

  it('Bob is gone: 481 ends it', () => {
    const lab = pair();
    lab.at(S, () => lab.bob.session.close());
    lab.at(2 * S, () => lab.alice.session.send(file(10)));
    lab.run(3 * S);
    expect(story(lab.alice)).toEqual([
      'bound',
      'sent 2',
      'answered 2.1 481',
      'failed 2 481',
      'failed: 481 SEND',
    ]);
  });
});

describe('sending again on a new session (§5.4)', () => {
  it('keeps the Message-ID; the duplicate is acknowledged and not given out', () => {
    const lab = pair();
    const first = lab.alice.session.send(file(3000, { successReport: 'yes' }));
    lab.at(S, () => lab.alice.session.send(file(3000, { successReport: 'yes', messageId: first.messageId })));
    lab.run(2 * S);
    expect(received(lab.bob)).toHaveLength(1);
    expect(story(lab.bob)).toContain('duplicate');
    expect(story(lab.alice).filter((line) => line.startsWith('delivered'))).toEqual([
      'delivered 1',
      'delivered 2',
    ]);
  });
});

it('the same seed gives the same bytes, another seed others', () => {
  const run = (seed: string) => {
    const lab = pair({ seed });
    lab.alice.session.send(file(5000, { successReport: 'yes' }));
    lab.run(S);
    return JSON.stringify(lab.records);
  };
  expect(run('one')).toBe(run('one'));
  expect(run('one')).not.toBe(run('two'));
});
