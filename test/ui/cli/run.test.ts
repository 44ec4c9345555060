import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';

const folder = mkdtempSync(join(tmpdir(), 'siplab-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a scenario of one push and answers its path. */
function scenario(name: string, rest = ''): string {
  const path = join(folder, name);
  const text = `title: One push
network: { links: { default: { transport: udp, latency: 20ms } } }
core: { kind: sip }
agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com }
  bob:    { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push] }
timeline:
  - { at: 0s, do: register, by: bob }
  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }
${rest}`;
  writeFileSync(path, text);
  return path;
}

const good = scenario(
  'good.yaml',
  'expect: { ladder: [ "sender -> core: INVITE", "core -> bob: INVITE" ] }\n',
);
const failing = scenario('failing.yaml', 'expect: { ladder: [ "bob -> core: 486 INVITE" ] }\n');

describe('siplab run', () => {
  it('prints the ladder and the verdict, and answers 0 when all held', () => {
    const { status, stdout, stderr } = siplab(['run', good]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ One push\n/);
    expect(stdout).toMatch(/│─+INVITE─+▶│/);
    expect(stdout).toContain(' ✔ 1 of 1 expectation met\n');
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  it('answers 1 when an expectation was violated, and says which', () => {
    const { status, stdout } = siplab(['run', failing]);
    expect(status).toBe(1);
    expect(stdout).toContain('✘ 0 of 1 expectation met');
    expect(stdout).toContain('486 INVITE');
  });

  it('answers 2 with file, line and column when the scenario is wrong', () => {
    const wrong = scenario('wrong.yaml', 'faults: [ { dropp: INVITE } ]\n');
    const { status, stdout, stderr } = siplab(['run', wrong]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(`${wrong}:10:`)).toBe(true);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('answers 1 when a limit was hit, and says so', () => {
    const { status, stdout } = siplab(['run', good, '--set', 'limits.events=10']);
    expect(status).toBe(1);
    expect(stdout).toContain('stopped: limit of events');
  });

  it('tells a fault rule that matched nothing', () => {
    const idle = scenario('idle-fault.yaml', 'faults: [ { drop: CANCEL } ]\n');
    const { status, stdout } = siplab(['run', idle]);
    expect(status).toBe(0);
    expect(stdout).toContain('fault 1 matched nothing');
  });

  it('writes trace, capture and drawing, and each format', () => {
    const [trace, pcap, svg] = ['t.ndjson', 't.pcapng', 't.svg'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const ndjson = siplab([
      'run',
      good,
      '--format',
      'ndjson',
      '--trace',
      trace,
      '--pcap',
      pcap,
      '--svg',
      svg,
    ]);
    expect(ndjson.status).toBe(0);
    expect(readFileSync(trace, 'utf8')).toBe(ndjson.stdout);
    const records = ndjson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; seq: number });
    expect(records[0]?.type).toBe('run');
    expect(records.at(-1)?.type).toBe('end');
    expect(records.every(({ seq }, at) => seq === at)).toBe(true);
    expect([...readFileSync(pcap).subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
    const atBob = join(folder, 'bob.pcapng');
    expect(siplab(['run', good, '--pcap', atBob, '--pcap-at', 'bob']).status).toBe(0);
    // Of what is sent between others nothing is there.
    expect(readFileSync(atBob).length).toBeLessThan(readFileSync(pcap).length);
    const trying = 'SIP/2.0 100 Trying';
    expect([pcap, atBob].map((file) => readFileSync(file).includes(trying))).toEqual([true, false]);
    for (const wrong of [
      ['--pcap-at', 'bob'],
      ['--pcap', atBob, '--pcap-at', 'nobody'],
    ])
      expect(siplab(['run', good, ...wrong])).toMatchObject({ status: 2, stdout: '' });
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(JSON.parse(siplab(['run', good, '--format', 'json']).stdout)).toMatchObject({
      verdict: { ok: true },
      records,
    });
    expect(siplab(['run', good, '--format', 'mermaid']).stdout).toMatch(/^sequenceDiagram\n/);
    expect(siplab(['run', good, '--format', 'plantuml']).stdout).toMatch(/^@startuml\n[\s\S]*@enduml\n$/);
  });

  it('follows --seed, --until, --ascii, --width and FORCE_COLOR', () => {
    const run = siplab(['run', good, '--seed', '42', '--until', '5s', '--ascii', '--width', '100'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(run.stdout).toContain('seed 42');
    expect(run.stdout).toContain('ended as asked after 5 s');
    expect(run.stdout).toMatch(/^[\n\u001b\u0020-\u007e]+$/);
    expect(run.stdout).toContain('\u001b[');
  });

  it('complains of a place that it can’t write to', () => {
    expect(siplab(['run', good, '--trace', join(folder, 'no/such/place')])).toMatchObject({
      status: 2,
      stdout: '',
    });
  });

  it('reads no file outside of the scenario’s folder', () => {
    const spy = scenario('spy.yaml').replace(/$/, '');
    writeFileSync(spy, readFileSync(spy, 'utf8').replace('size: 4092', 'from: /etc/hostname'));
    const { status, stdout, stderr } = siplab(['run', spy]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(`${spy}:9:`)).toBe(true);
  });

  it('--check finds two processes that agree', () => {
    const { status, stdout, stderr } = siplab(['run', good, '--check']);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'checked: two processes wrote the same trace\n',
    });
    expect(stdout).toContain('✔ 1 of 1 expectation met');
  });

  it('--check catches chance of one’s own, and names the first record that differs', () => {
    const planted = `--import ${join(import.meta.dirname, '../../support/planted-chance.ts')}`;
    const { status, stdout, stderr } = siplab(['run', good, '--check'], {
      env: { NODE_OPTIONS: `--import tsx ${planted}` },
    });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(
      /two processes differ, first in record \d+ at 1 s\n {2}one: .*X-Planted.*\n {2}other: .*X-Planted.*\nagain: siplab run /,
    );
  });
});

describe('siplab list and schema', () => {
  it('lists what ships, by topic, with titles', () => {
    expect(siplab(['list']).stdout).toMatch(/^ {2}figure-1 +\S/m);
    expect(JSON.parse(siplab(['list', '--json']).stdout)).toContainEqual(
      expect.objectContaining({ name: 'figure-1' }),
    );
  });

  it('prints the JSON Schema', () => {
    expect(JSON.parse(siplab(['schema']).stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });
});
