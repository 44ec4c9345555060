import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';
import { root } from '../../support/sources.ts';

describe('calling the program', () => {
  it('prints its help and its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(siplab(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    const help = siplab(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('run FILE|NAME');
    expect(siplab([]).stdout).toBe(help.stdout);
  });

  it.each(['run', 'parse', 'match', 'diff', 'list', 'schema'])('prints the help of %s', (command) => {
    const { status, stdout, stderr } = siplab([command, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^usage: siplab ${command}`));
  });

  it.each([
    [['dance'], 'siplab dance: no such command; siplab --help lists them'],
    [['explore', 'x'], 'siplab explore: this command is not built yet'],
    [['run'], 'siplab run: expected one scenario: a file or a name'],
    [['run', 'x', '--seeed', '1'], "siplab run: Unknown option '--seeed'"],
    [
      ['run', 'figure-1', '--format', 'jpeg'],
      'siplab run: --format jpeg: expected ladder, ndjson, json, mermaid, plantuml',
    ],
    [['run', 'figure-1', '--width', '7'], 'siplab run: --width 7: expected a whole number from 60 to 400'],
    [
      ['run', 'no-such'],
      'no-such:1:1: no such file, and no scenario of this name ships; siplab list names them',
    ],
    [['parse'], 'siplab parse: expected at least one file, or - for standard input'],
    [['parse', 'no-such'], "no-such:1:1: can't be read (ENOENT)"],
    [
      ['diff', 'figure-1'],
      'siplab diff: expected two traces or scenarios, or one and what --seed-b or --set-b changes in it',
    ],
    [
      ['diff', 'figure-1', 'no-such'],
      'no-such:1:1: no such file, and no scenario of this name ships; siplab list names them',
    ],
    [
      ['diff', 'figure-1', '--set-b', 'x'],
      'siplab diff: --set x:1:1: expected path=value, such as network.links.default.loss=5%',
    ],
    [['match'], 'siplab match: expected at least one --contact'],
    [
      ['match', '--contact', '<sip:a@b>', '--accept-contact', 'audio'],
      'siplab match: Accept-Contact #1: "*" expected',
    ],
  ])('says in one line what is wrong with %j', (args, line) => {
    expect(siplab(args)).toEqual({ status: 2, stdout: '', stderr: `${line}\n` });
  });
});

describe('siplab match', () => {
  const contacts = [
    '--contact',
    '<sip:a@x>;q=0.5;audio;video, <sip:b@x>;audio="FALSE"',
    '--contact',
    'Contact: sip:c@x',
  ];

  it('prints the order for scripts', () => {
    const { status, stdout } = siplab([
      'match',
      ...contacts,
      '--accept-contact',
      '*;audio;require',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'matched',
      order: [
        { contact: 'sip:c@x', q: '1.0', score: '1', rank: 1, immune: true },
        { contact: 'sip:a@x', q: '0.5', score: '1', rank: 2, immune: false },
      ],
      dropped: [{ contact: 'sip:b@x', because: expect.stringContaining('#1') }],
    });
  });

  it('takes headers as they stand in a message: folded, a line each, by their compact names', () => {
    const { status, stdout } = siplab([
      'match',
      '--contact',
      'Contact: <sip:a@x>;\r\n q=0.5;\r\n\taudio\r\nm: <sip:b@x>;q=0.2;video\r\n',
      '--accept-contact',
      'a: *;audio;\r\n require',
    ]);
    expect([status, stdout]).toEqual([
      0,
      'matched\n  1. sip:a@x  q 0.5, score 1, *;audio; require 1\n  2. sip:b@x  q 0.2, score 0, *;audio; require 0\n',
    ]);
  });

  it('prints the order for people', () => {
    const { stdout } = siplab(['match', ...contacts, '--accept-contact', 'a: *;audio;require']);
    expect(stdout).toContain('matched\n  1. sip:c@x  q 1.0, score 1, immune');
    expect(stdout).toContain('  dropped sip:b@x: ');
  });
});
