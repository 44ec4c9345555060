import { describe, expect, it } from 'vitest';
import { offersAt } from '../../../ui/web/editor/offers.ts';

// Names of what stands elsewhere in a scenario, offered wherever the schema has a name of its kind.

const story = `title: A story
network: { links: { default: { latency: 20ms }, NETWORK } }
core:
  edge: { role: proxy, CORE }
  home: { role: both, domain: example.com }
agents:
  sender: { role: push-sender, uri: sip:push@example.com, has: [{ name: old.png, type: image/png, size: 9 }], SENDER }
  bob: { role: push-receiver, uri: 'sip:bob-{n}@example.com', count: 2, RECEIVER }
timeline:
  - { at: 0s, do: push, by: sender, to: sip:bob-1@example.com, name: first, files: [{ name: a.jpg, type: image/jpeg, size: 9 }] }
  - { at: 1s, ACT }
faults:
  - { FAULT }
expect: { EXPECT }
`;

/** What is offered at the `‸` in what stands in the place of a word of the story. */
function offered(where: string, marked: string): string[] {
  const whole = story.replace(where, () => marked).replace(/\b[A-Z]{3,}\b(?= })/g, '');
  const text = whole.replace('‸', '');
  return (offersAt(text, whole.indexOf('‸'), true)?.options ?? []).map(({ label }) => label);
}

const hosts = ['sender', 'edge', 'home', 'bob', 'bob-1', 'bob-2'];
const agents = ['sender', 'bob', 'bob-1', 'bob-2'];
const users = ['sip:push@example.com', 'sip:bob-1@example.com', 'sip:bob-2@example.com'];
const files = ['a.jpg', 'old.png'];

describe('names in the editor', () => {
  it.each([
    ['the next host of a core host', 'CORE', 'next: ‸', ['edge', 'home']],
    ['whom a core host trusts', 'CORE', 'trusts: [edge, ‸]', hosts],
    ['the domain of a core host', 'CORE', 'domain: ‸', ['example.com']],
    ['the core host of an agent', 'SENDER', 'via: ‸', ['edge', 'home']],
    ['whom a sender claims to be', 'SENDER', 'identity: { claims: ‸ }', users],
    ['where a receiver moved to', 'RECEIVER', 'moved-to: ‸', users],
    ['who acts', 'ACT', 'do: register, by: ‸', agents],
    ['which host restarts', 'ACT', 'do: restart, by: ‸', hosts],
    ['to whom is pushed', 'ACT', 'do: push, to: ‸', users],
    ['which push is cancelled', 'ACT', 'do: cancel, by: sender, push: ‸', ['first']],
    ['which file is broken off', 'ACT', 'do: abort, by: sender, file: ‸', files],
    ['which file is pulled', 'ACT', 'do: pull, by: bob, files: [{ name: ‸ }]', files],
    ['whence a message comes', 'FAULT', 'drop: INVITE, from: ‸', hosts],
    ['which host crashes', 'FAULT', 'crash: ‸', hosts],
    ['where a timer is', 'EXPECT', 'timers: [{ fired: timerB, on: ‸ }]', hosts],
    ['where something is stored', 'EXPECT', 'stores: [{ on: ‸ }]', hosts],
    ['whose outcome it is', 'EXPECT', 'outcome: { ‸ }', ['sender', 'bob']],
    ['which outcome is still to be told', 'EXPECT', 'outcome: { bob: failed, ‸ }', ['sender']],
  ])('are those of what there is: %s', (_, where, marked, wanted) =>
    expect(offered(where, marked)).toEqual(wanted),
  );

  it('tell of each file what came of it, or of all', () => {
    expect(offered('EXPECT', 'outcome: { sender: { ‸ } }')).toEqual(files);
    expect(offered('EXPECT', 'outcome: { sender: { a.jpg: ‸ } }')).toContain('delivered');
  });

  it('are links by their ends, in one direction and in both', () => {
    const links = offered('NETWORK', '‸');
    expect(links).toEqual(expect.arrayContaining(['sender<>edge', 'edge>sender', 'home<>bob', 'bob>home']));
    expect(links).not.toContain('default');
    expect(offered('FAULT', 'partition: ‸')).toEqual(links);
    expect(offered('FAULT', 'stall: ‸')).toEqual(expect.arrayContaining(['INVITE', 'sender<>edge']));
  });

  it('are messages, on a hop or not, with what became of them', () => {
    expect(offered('FAULT', 'drop: ‸')).toEqual(
      expect.arrayContaining(['INVITE', '486 INVITE', '1xx INVITE']),
    );
    expect(offered('FAULT', 'reorder: ACK, after: ‸')).toContain('BYE');
    expect(offered('EXPECT', 'counts: { ‸ }')).toEqual(
      expect.arrayContaining(['200 INVITE', 'home -> bob: INVITE']),
    );
    expect(offered('{ EXPECT }', '\n  ladder:\n    - ‸')).toEqual(
      expect.arrayContaining(['home -> bob', 'bob -> home']),
    );
    expect(offered('EXPECT', 'ladder: [{ home -> bob: ‸ }]')).toContain('200 INVITE');
    expect(offered('EXPECT', 'ladder: [{ home -> bob: 200 INVITE‸ }]')).toContain('200 INVITE (lost)');
    expect(offered('ACT', 'do: request, method: ‸')).toContain('MESSAGE');
    expect(offered('ACT', 'do: request, method: ‸')).not.toContain('INVITE');
  });

  it('are media types and sets of them, and feature parameters', () => {
    expect(offered('RECEIVER', 'accept-types: ‸')).toEqual(
      expect.arrayContaining(['*', 'ts-26.141', 'ts-26.141:image', 'image/*', 'image/png']),
    );
    expect(offered('RECEIVER', 'accept-types: [text/plain, ‸]')).toContain('ts-26.141');
    expect(offered('ACT', 'do: push, files: [{ type: ‸ }]')).toContain('image/jpeg');
    expect(offered('RECEIVER', 'features: [‸]')).toContain('+g.oma.lcsi.sip-push');
  });

  it('are misbehaviours of the one who is told to misbehave', () => {
    const [core, sender, receiver] = ['CORE', 'SENDER', 'RECEIVER'].map((who) =>
      offered(who, 'misbehave: [‸]'),
    );
    for (const some of [core, sender, receiver]) expect(some?.length).toBeGreaterThan(10);
    expect(sender).not.toEqual(receiver);
    expect(core).not.toEqual(sender);
  });

  it('are machines, the states of the one that is named, timers, and what agents store', () => {
    expect(offered('EXPECT', 'states: [{ machine: ‸ }]')).toEqual(
      expect.arrayContaining(['inviteClient', 'registration']),
    );
    const states = offered('EXPECT', 'states: [{ machine: inviteClient, reached: ‸ }]');
    expect(states).toEqual(expect.arrayContaining(['calling', 'calling.retransmitting', 'terminated']));
    expect(states).not.toContain('unregistered');
    expect(offered('EXPECT', 'timers: [{ cleared: ‸ }]')).toEqual(
      expect.arrayContaining(['timerA', 'linger']),
    );
    expect(offered('EXPECT', 'stores: [{ on: bob, what: ‸ }]')).toContain('transfer');
  });

  it('stand in quotes where YAML would take them for something else, once', () => {
    const apply = (marked: string, label: string) => {
      const whole = story.replace('RECEIVER', marked);
      const found = offersAt(whole.replace('‸', ''), whole.indexOf('‸'), true);
      return found?.options.find((one) => one.label === label)?.apply;
    };
    expect(apply('accept-types: ‸', '*')).toBe('"*"');
    expect(apply('accept-types: ‸', 'image/*')).toBe('image/*');
    expect(apply('accept-types: "‸"', '*')).toBe('*');
  });
});

describe('what lies around the scenario', () => {
  const around = { topics: ['Files', 'Loss and timers'], files: ['../files/sunset.jpg'] };
  const at = (marked: string): string[] =>
    (offersAt(marked.replace('‸', ''), marked.indexOf('‸'), true, around)?.options ?? []).map(
      ({ label }) => label,
    );

  it('is offered: the shelves of the list, and the files that ship', () => {
    expect(at('topic: ‸\n')).toEqual(around.topics);
    expect(at('timeline: [{ at: 0s, do: push, files: [{ from: ‸ }] }]\n')).toEqual(around.files);
    expect(at('timeline: [{ at: 0s, do: push, files: [{ icon: { from: ../f‸ } }] }]\n')).toEqual(
      around.files,
    );
  });
});

describe('within brackets', () => {
  it('the steps of a ladder are offered as on lines of their own', () => {
    const hops = offered('EXPECT', 'ladder: [‸]');
    expect(hops).toContain('sender -> edge');
    expect(offered('EXPECT', 'ladder: [sender -> edge: INVITE, ed‸]')).toEqual(hops);
    expect(offered('EXPECT', 'ladder: [sender -> edge: ‸]')).toContain('INVITE');
  });

  it('a list of words is offered words, and a list of mappings no keys without their braces', () => {
    expect(offered('CORE', 'trusts: [edge, ‸]')).toEqual(hosts);
    expect(offered('ACT', 'do: push, files: [‸]')).not.toContain('name');
  });
});
